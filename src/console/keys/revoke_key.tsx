/** Revoking a key. */
import { getKey, type KeyRecord } from "../../domain/api_keys.ts";
import { MINUTE, ms } from "../../domain/time.ts";
import { revokeApiKey } from "../../workflows/account/api_keys.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import { LOCALE } from "../ui/format.ts";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { below, settingPath } from "../ui/settings_page.tsx";
import { Ago } from "./key_use.tsx";
import { revokedKeyPage } from "./revoked_key.tsx";

export const revokeKey: FormHandler = {
  async page(call) {
    const key = await getKey(call.ctx.db, call.provider.id, call.id);
    if (key.revokedAt) return revokedKeyPage(call, key);
    return confirmPage(
      call,
      {
        ...below("keys"),
        title: `Revoke ${key.label}`,
        question: `Revoke the key “${key.label}”?`,
        confirm: "Revoke key",
        keep: { href: settingPath("keys"), label: "Keep key" },
      },
      <p>
        <Use call={call} of={key} /> From the next second, {hostsOf(key)}{" "}
        can’t show classes or take bookings with it. Bookings already made stay. This can’t be undone.
      </p>,
      <p class="muted">
        To change keys without a gap: create a new one, put it on your server, then revoke this one.
      </p>,
    );
  },
  async submit({ ctx, provider, id }) {
    await revokeApiKey(ctx, provider.id, id);
    return redirect(settingPath("keys"), "revoked");
  },
};

/** Use is recorded once a minute, so a new key may have been used already. */
function Use({ call, of }: { call: PageContext; of: KeyRecord }) {
  if (!of.lastUsedAt) {
    return <>{call.nowMs - ms(of.createdAt) < 2 * MINUTE ? "It is new." : "Up to a minute ago it was never used."}</>;
  }
  return (
    <>
      It was used <Ago call={call} at={of.lastUsedAt} />.
    </>
  );
}

const list = new Intl.ListFormat(LOCALE);

/** `a.com and b.com`, or how many they are. */
function hostsOf({ allowedOrigins }: KeyRecord): string {
  const hosts = allowedOrigins.map((origin) => origin.replace(/^https?:\/\//, ""));
  return hosts.length > 3 ? `its ${hosts.length} sites` : list.format(hosts);
}
