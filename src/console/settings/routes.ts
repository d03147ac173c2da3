/** Settings: their list, the studio's profile, and the devices that are signed in. */
import type { PageRoutes } from "../ui/page_context.ts";
import { devicesPage, signOutOne, signOutOthers } from "./devices.tsx";
import { settingsListPage } from "./list.tsx";
import { profilePage, saveProfile } from "./profile.tsx";
import { signOut } from "./sign_out.ts";

/** Declares the pages of the settings. */
export function settingsPages({ get, post }: PageRoutes): void {
  get("/console/settings", settingsListPage);

  get("/console/settings/profile", profilePage);
  post("/console/settings/profile", saveProfile);

  get("/console/settings/devices", devicesPage);
  post("/console/settings/devices/:id/signout", signOutOne);
  post("/console/settings/devices/others", signOutOthers);
  post("/console/signout", signOut);
}
