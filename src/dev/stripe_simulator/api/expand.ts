/** Stripe's `expand`: objects in the place of their ids. */
import { invalid } from "../errors.ts";
import type { Json } from "../json.ts";
import type { State } from "../state.ts";

/** A copy of `object` with what the paths of `expand` name. @throws StripeRefusal */
export function expand(state: State, object: Json, expand: unknown): Json {
  if (!Array.isArray(expand) || !expand.length) return object;
  const copy = structuredClone(object);
  for (const path of expand.map(String)) expandPath(state, copy, path.split("."), path);
  return copy;
}

function expandPath(state: State, object: Json, [name, ...rest]: string[], path: string): void {
  if (name === "data" && Array.isArray(object.data)) {
    for (const item of object.data) expandPath(state, item, rest, path);
    return;
  }
  if (name === "line_items" && object.object === "checkout.session") {
    object.line_items = lineItems(state, object.id as string);
    return;
  }
  if (name === "refunds" && object.object === "charge") {
    object.refunds = refunds(state, object.id as string);
    return;
  }
  if (!["payment_intent", "latest_charge", "charge"].includes(name)) {
    throw invalid(`This property cannot be expanded (${path}).`, "expand");
  }
  const value = object[name];
  if (value === null || value === undefined) return;
  const found = typeof value === "string" ? structuredClone(findByReference(state, value)) : value as Json;
  if (!found) return;
  object[name] = found;
  if (rest.length) expandPath(state, found, rest, path);
}

function lineItems({ sessions }: State, sessionId: string): Json {
  const { lineItems, session } = sessions.get(sessionId)!;
  return {
    object: "list",
    data: lineItems.map((item, index) => ({
      id: `li_${session.id.slice(-8)}${index}`,
      object: "item",
      amount_discount: 0,
      amount_subtotal: item.amount,
      amount_tax: 0,
      amount_total: item.amount,
      currency: session.currency,
      description: item.description,
      quantity: item.quantity,
    })),
    has_more: false,
    url: `/v1/checkout/sessions/${session.id}/line_items`,
  };
}

function refunds({ refunds }: State, chargeId: string): Json {
  const data = [...refunds.values()].map((held) => held.refund).filter((refund) => refund.charge === chargeId);
  return { object: "list", data: data.reverse(), has_more: false, url: `/v1/refunds?charge=${chargeId}` };
}

function findByReference({ payments }: State, id: string): Json | undefined {
  for (const { paymentIntent, charge } of payments.values()) {
    if (paymentIntent.id === id) return paymentIntent as unknown as Json;
    if (charge.id === id) return charge as unknown as Json;
  }
}
