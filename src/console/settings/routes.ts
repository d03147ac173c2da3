/** Settings: their list, the studio's profile, and the devices that are signed in. */
import type { PageRoutes } from "../ui/page_context.ts";
import { devicesPage, signOutOne, signOutOthers } from "./devices.tsx";
import { settingsListPage } from "./list.tsx";
import { profileForm } from "./profile.tsx";
import { signOut } from "./sign_out.ts";
import { waitlistsForm } from "./waitlists.tsx";

/** Declares the pages of the settings. */
export function settingsPages({ get, post, form }: PageRoutes): void {
  get("/console/settings", settingsListPage);

  form("/console/settings/profile", profileForm);
  form("/console/settings/waitlists", waitlistsForm);

  get("/console/settings/devices", devicesPage);
  post("/console/settings/devices/:id/signout", signOutOne);
  post("/console/settings/devices/others", signOutOthers);
  post("/console/signout", signOut);
}
