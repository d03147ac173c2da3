/** API keys: created, shown once, changed, revoked. */
import type { PageRoutes } from "../ui/page_context.ts";
import { keyForm } from "./edit_key.tsx";
import { keys } from "./keys.tsx";
import { revokeKey } from "./revoke_key.tsx";

/** Declares the pages of the API keys. */
export function keyPages({ form }: PageRoutes): void {
  form("/console/settings/keys", keys);
  form("/console/settings/keys/:id", keyForm);
  form("/console/settings/keys/:id/revoke", revokeKey);
}
