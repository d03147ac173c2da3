import type { Call } from "./api/call.ts";
import { invalid, missing } from "./errors.ts";
import type { Json } from "./json.ts";
import { paymentOf } from "./payments.ts";
import type { World } from "./world.ts";

/** `GET /v1/refunds`: the newest first. */
export function listRefunds(world: World, { account, params }: Call): Json {
  if (params.payment_intent !== undefined) paymentOf(world, account, String(params.payment_intent), "payment_intent");
  if (params.created !== undefined) throw invalid("The simulator does not filter refunds by created.", "created");
  const limit = Number(params.limit ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalid("Invalid integer: limit must be from 1 to 100", "limit", "parameter_invalid_integer");
  }
  const all = [...world.state.refunds.values()].reverse().filter((held) =>
    held.account === account &&
    (params.payment_intent === undefined || held.refund.payment_intent === params.payment_intent) &&
    (params.charge === undefined || held.refund.charge === params.charge)
  ).map((held) => held.refund);
  const at = (name: string) => {
    const index = all.findIndex((refund) => refund.id === params[name]);
    if (index < 0) throw missing("refund", String(params[name]), name);
    return index;
  };
  const pool = params.starting_after !== undefined
    ? all.slice(at("starting_after") + 1)
    : params.ending_before !== undefined
    ? all.slice(0, at("ending_before"))
    : all;
  const data = params.ending_before !== undefined ? pool.slice(-limit) : pool.slice(0, limit);
  return { object: "list", data, has_more: pool.length > data.length, url: "/v1/refunds" };
}
