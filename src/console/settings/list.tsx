/** The list of settings, each with how it stands. */
import { listConsoleSessions } from "../../domain/console_sessions.ts";
import { listDeadLetters } from "../../domain/dead_letters.ts";
import { iso } from "../../domain/time.ts";
import {
  allClosures,
  allInstructors,
  allKeys,
  allPackageTypes,
  allServices,
} from "../../workflows/catalog/list_catalog.ts";
import { allEndpoints } from "../../workflows/events/list_endpoints.ts";
import { ButtonForm } from "../ui/form.tsx";
import { pluralize } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { SettingItem } from "../ui/setting_item.tsx";
import { IN_SETTINGS, type Setting, SETTINGS } from "../ui/settings_page.tsx";

/** GET: the list. */
export async function settingsListPage(call: PageContext): Promise<Response> {
  const summaries = await summarize(call);
  return showPage(
    call,
    { ...IN_SETTINGS, title: "Settings" },
    <ul class="setting-list" role="list">
      {Object.entries(SETTINGS).map(([path, label]) => (
        <SettingItem href={`/console/settings/${path}`} name={label} summary={summaries[path as Setting]} />
      ))}
    </ul>,
    <ButtonForm call={call} action="/console/signout" class="section">Sign out</ButtonForm>,
  );
}

async function summarize({ ctx, provider, format, nowMs }: PageContext): Promise<Record<Setting, string>> {
  const now = iso(nowMs);
  const [services, instructors, packs, closures, keys, endpoints, devices, dead] = await Promise.all([
    allServices(ctx, provider.id),
    allInstructors(ctx, provider.id),
    allPackageTypes(ctx, provider.id),
    allClosures(ctx, provider.id),
    allKeys(ctx, provider.id),
    allEndpoints(ctx, provider.id),
    listConsoleSessions(ctx.db, provider.id, now),
    listDeadLetters(ctx.db, provider.id, 1),
  ]);
  const next = closures.find((one) => one.endsAt > now);
  const onSale = packs.filter((one) => one.active).length;
  const live = keys.filter((one) => !one.revokedAt).length;
  return {
    profile: `${provider.email}, ${provider.timezone.replaceAll("_", " ")}, ${provider.currency.toUpperCase()}`,
    services: services.length ? pluralize(services.length, "service") : "None yet. A class begins with one.",
    instructors: instructors.length ? firstNames(instructors.map((one) => one.name)) : "None yet",
    packs: packs.length ? `${onSale} of ${packs.length} on sale` : "None yet",
    closures: next ? `Next: ${next.label}, ${format.shortDate(next.startsAt)}` : "None ahead",
    waitlists: provider.waitlistMode === "automatic"
      ? "Open seats are offered automatically"
      : "You choose who gets an open seat",
    messages: dead.length ? "Some could not be delivered" : "What your clients and you are mailed",
    keys: live ? pluralize(live, "key") : "None yet. Your website needs one.",
    webhooks: endpoints.length ? describeEndpoints(endpoints) : "None yet",
    devices: devices.length === 1 ? "Signed in here only" : `Signed in on ${pluralize(devices.length, "device")}`,
  };
}

function describeEndpoints(endpoints: { status: string; failingSince: string | null }[]): string {
  const off = endpoints.filter((one) => one.status === "disabled").length;
  const failing = endpoints.filter((one) => one.failingSince).length;
  const wrong = failing ? `, ${failing} failing` : off ? `, ${off} off` : "";
  return pluralize(endpoints.length, "endpoint") + wrong;
}

const MOST_NAMES = 3;

/** `Ann, Ben, Cleo and 2 more` */
function firstNames(names: string[]): string {
  const others = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (others > 0 ? ` and ${others} more` : "");
}
