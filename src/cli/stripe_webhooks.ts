/** Whether Stripe sends its events here: what the platform's webhook endpoints say, and the line that sets what is missing. */
import type { ListedEndpoint } from "../adapters/stripe/objects.ts";
import { pluralize } from "../domain/format.ts";
import type { StripeMode } from "../ports/payments.ts";
import { HANDLED_EVENTS } from "../workflows/payments/handle_event.ts";

/** The two kinds: direct charges happen on the studios' accounts, and account events may come to either. */
const KINDS = [
  { isConnect: true, whose: "connected accounts", types: HANDLED_EVENTS },
  { isConnect: false, whose: "your account", types: ["account.updated"] },
];

/** With one studio on its own account everything happens there, and no application can be left. */
const OWN_KINDS = [
  {
    isConnect: false,
    whose: "your account",
    types: HANDLED_EVENTS.filter((type) => type !== "account.application.deauthorized"),
  },
];

interface Expected {
  mode: StripeMode;
  publicUrl: string;
  /** How many signing secrets are configured. */
  secrets: number;
  livemode: boolean;
}

/** @returns a line for each thing that is missing; none when all events arrive */
export function findMissing(listed: ListedEndpoint[], { mode, publicUrl, secrets, livemode }: Expected): string[] {
  const url = `${publicUrl}/api/webhooks/stripe`;
  const command = (verb: string, ...data: string[]) =>
    ["stripe webhook_endpoints", verb, ...data.map((one) => `-d "${one}"`), ...livemode ? ["--live"] : []].join(" ");
  const events = (types: string[]) => types.map((type) => `enabled_events[]=${type}`);
  const here = listed.filter((one) => leadsTo(one.url, url));
  const enabled = here.filter((one) => one.isEnabled);
  const missing = (mode === "own" ? OWN_KINDS : KINDS).flatMap(({ isConnect, whose, types }) => {
    const ofKind = enabled.filter((one) => one.isConnect === isConnect);
    const disabled = here.find((one) => one.isConnect === isConnect && !one.isEnabled);
    if (ofKind.length === 0 && disabled) {
      return [`the endpoint for ${whose} is disabled. Set: ${command(`update ${disabled.id}`, "disabled=false")}`];
    }
    if (ofKind.length === 0) {
      const set = command("create", `url=${url}`, ...isConnect ? ["connect=true"] : [], ...events(types));
      return [`no endpoint for ${whose} leads to ${url}. Set, and add its secret to STRIPE_WEBHOOK_SECRET: ${set}`];
    }
    const comes = new Set(ofKind.flatMap((one) => one.types));
    const absent = comes.has("*") ? [] : types.filter((type) => !comes.has(type));
    if (absent.length === 0) return [];
    const [first] = ofKind;
    const set = command(`update ${first.id}`, ...events([...first.types, ...absent]));
    return [`the endpoint for ${whose} lacks ${absent.join(", ")}. Set: ${set}`];
  });
  if (missing.length > 0 || secrets >= enabled.length) return missing;
  const many = `${pluralize(enabled.length, "endpoint")} lead here, each with its own secret`;
  return [`${many}, and STRIPE_WEBHOOK_SECRET has ${secrets}. Set: STRIPE_WEBHOOK_SECRET=whsec_…,whsec_…`];
}

function leadsTo(address: string, url: string): boolean {
  return URL.canParse(address) && new URL(address).href === new URL(url).href;
}
