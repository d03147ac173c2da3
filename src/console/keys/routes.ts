/** API keys: created, shown once, changed, revoked. */
import type { PageRoutes } from "../ui/page_context.ts";
import { changeKey, keyPage } from "./edit_key.tsx";
import { createKey, keysPage } from "./keys.tsx";
import { revokeKey, revokeKeyPage } from "./revoke_key.tsx";

/** Declares the pages of the API keys. */
export function keyPages({ get, post }: PageRoutes): void {
  get("/console/settings/keys", keysPage);
  post("/console/settings/keys", createKey);
  get("/console/settings/keys/:id", keyPage);
  post("/console/settings/keys/:id", changeKey);
  get("/console/settings/keys/:id/revoke", revokeKeyPage);
  post("/console/settings/keys/:id/revoke", revokeKey);
}
