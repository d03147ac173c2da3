/** A key that is revoked: nothing is left to do with it. */
import type { KeyRecord } from "../../domain/api_keys.ts";
import { donePage } from "../ui/confirm_page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { below } from "../ui/settings_page.tsx";

/** Shows it instead of its form. */
export const revokedKeyPage = (call: PageContext, key: KeyRecord, status?: number): Response =>
  donePage(call, {
    ...below("keys"),
    title: key.label,
    text: `This key was revoked ${call.format.ago(key.revokedAt!)}. No site can use it any more.`,
    link: { href: "/console/settings/keys#create", label: "Create a new key" },
    status,
  });
