/** How an endpoint stands, in words. */
import { DAY, iso, ms } from "../../domain/time.ts";
import type { WebhookEndpoint } from "../../domain/webhook_endpoints.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Tag } from "../ui/tag.tsx";

/** An address without its query, which may hold a secret. */
export const addressOf = ({ url }: WebhookEndpoint): string => url.split("?")[0];

/** What to call it. */
export const hostOf = ({ url }: WebhookEndpoint): string => new URL(url).host;

export function StateTag({ of }: { of: WebhookEndpoint }) {
  if (of.status === "disabled") return <Tag>Off</Tag>;
  return of.failingSince ? <Tag kind="bad">Failing</Tag> : <Tag kind="good">Working</Tag>;
}

/** Which events it gets, and how many wait. */
export function describeTypes({ types }: WebhookEndpoint, waiting: number): string {
  const what = types.includes("*") ? "All events" : types.join(", ");
  return waiting > 0 ? `${what}. ${pluralize(waiting, "event")} ${waiting === 1 ? "waits" : "wait"}.` : what;
}

/** What the owner should know, or null. */
export function describeTrouble({ format }: PageContext, of: WebhookEndpoint): string | null {
  if (of.disabledReason === "gone") return "Turned off: it answered 410, “gone”.";
  if (of.disabledReason === "failing") return "Turned off: nothing could be delivered for five days.";
  if (!of.failingSince) return null;
  const end = format.dateTime(iso(ms(of.failingSince) + 5 * DAY));
  return `Nothing has arrived since ${
    format.dateTime(of.failingSince)
  }. If it still fails on ${end}, it is turned off and you get an email.`;
}
