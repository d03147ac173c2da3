/** Lists of objects: filtered, the newest first, a page at a time. https://docs.stripe.com/api/pagination */
import { expireIfDue } from "./checkout_sessions.ts";
import type { Call } from "./api/call.ts";
import { invalid, missing } from "./errors.ts";
import type { Json } from "./json.ts";
import { shapeWebhookEndpoint } from "./objects/webhook_endpoint.ts";
import { paymentOf } from "./payments.ts";
import type { World } from "./world.ts";

/** `GET /v1/refunds` */
export function listRefunds(world: World, { account, params }: Call): Json {
  if (params.payment_intent !== undefined) paymentOf(world, account, String(params.payment_intent), "payment_intent");
  const refunds = [...world.state.refunds.values()].filter((held) => held.account === account).map((one) => one.refund);
  return page(filtered(refunds, params, ["payment_intent", "charge"]), params, "refund", "/v1/refunds");
}

/** `GET /v1/checkout/sessions` */
export function listSessions(world: World, { account, params, emit }: Call): Json {
  const held = [...world.state.sessions.values()].filter((one) => one.account === account);
  for (const one of held) expireIfDue(world, one, emit);
  const sessions = filtered(held.map((one) => one.session), params, ["payment_intent", "status"]);
  return page(sessions, params, "checkout.session", "/v1/checkout/sessions");
}

/** `GET /v1/webhook_endpoints` */
export function listWebhookEndpoints(world: World, { params }: Call): Json {
  const shaped = world.endpoints.map((one) => shapeWebhookEndpoint(one, world.livemode));
  return page(shaped, params, "webhook_endpoint", "/v1/webhook_endpoints");
}

/** Those that match, the newest first. */
function filtered<T extends { created: number }>(all: T[], params: Json, names: string[]): T[] {
  wasCreated(0, params.created); // a wrong filter is refused, also where there is nothing to filter
  return all.reverse().filter((one) =>
    wasCreated(one.created, params.created) &&
    names.every((name) => params[name] === undefined || (one as Json)[name] === params[name])
  );
}

/** `created` is a time in seconds, or bounds of one. */
function wasCreated(at: number, asked: unknown): boolean {
  if (asked === undefined) return true;
  if (typeof asked !== "object" || asked === null) return at === seconds(asked, "created");
  return Object.entries(asked).every(([bound, value]) => {
    const limit = seconds(value, `created[${bound}]`);
    switch (bound) {
      case "gt":
        return at > limit;
      case "gte":
        return at >= limit;
      case "lt":
        return at < limit;
      case "lte":
        return at <= limit;
      default:
        throw invalid(`Received unknown parameter: created[${bound}]`, `created[${bound}]`, "parameter_unknown");
    }
  });
}

function seconds(value: unknown, name: string): number {
  if (!/^\d+$/.test(String(value))) throw invalid(`Invalid integer: ${name}`, name, "parameter_invalid_integer");
  return Number(value);
}

function page<T extends { id: string }>(all: T[], params: Json, object: string, url: string): Json {
  const limit = Number(params.limit ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalid("Invalid integer: limit must be from 1 to 100", "limit", "parameter_invalid_integer");
  }
  const at = (name: string) => {
    const index = all.findIndex((one) => one.id === params[name]);
    if (index < 0) throw missing(object, String(params[name]), name);
    return index;
  };
  const pool = params.starting_after !== undefined
    ? all.slice(at("starting_after") + 1)
    : params.ending_before !== undefined
    ? all.slice(0, at("ending_before"))
    : all;
  const data = params.ending_before !== undefined ? pool.slice(-limit) : pool.slice(0, limit);
  return { object: "list", data, has_more: pool.length > data.length, url };
}
