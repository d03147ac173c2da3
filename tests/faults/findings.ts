/** What is wrong with a world once nothing is under way any more. */
import { differences } from "../support/stripe_books.ts";
import type { FaultWorld } from "./fault_world.ts";
import type { Promises } from "./promises.ts";

/** So many messages can be on their way when the process ends (8 mails, 4 sign-in links): only those may go out again. */
const UNDER_WAY = 12;

/** Calls that move money under a key that belongs to no row, or to no attempt of it: a repeat of them would be a second one. */
async function strangeKeys({ t, studio }: FaultWorld): Promise<string[]> {
  const known = new Set((await studio.books("checkouts")).map(({ id }) => `alera-checkout-${id}`));
  for (const { id, attempt } of await t.db.read("SELECT id, attempt FROM refunds")) {
    for (let n = 1; n <= attempt; n++) known.add(`alera-refund-${id}-${n}`);
  }
  const asked = t.stripe.requests.filter(({ method, path }) =>
    method === "POST" && (path === "/v1/checkout/sessions" || path === "/v1/refunds")
  );
  return [...new Set(asked.map(({ headers }) => headers["idempotency-key"]))].filter((key) => !known.has(key))
    .map((key) => `Stripe was asked under ${key}, which is no row's`);
}

/** Empty when all is well. */
export async function findings(world: FaultWorld, promises: Promises): Promise<string[]> {
  const messages = await world.t.db.read(
    "SELECT dedupe_key, state FROM messages WHERE state NOT IN ('sent', 'erased')",
  );
  const twice = [...Map.groupBy(world.mails, (one) => one.id)].filter(([, copies]) => copies.length > 1);
  const copies = twice.reduce((sum, [, mails]) => sum + mails.length - 1, 0);
  return [
    ...world.refusals,
    ...await world.t.doctor(),
    ...await promises.broken(world),
    ...await differences(world.t, world.studio),
    ...await strangeKeys(world),
    ...messages.map((one) => `${one.dedupe_key}: ${one.state}`),
    ...copies > UNDER_WAY * world.restarts ? twice.map(([id, mails]) => `${id}: mailed ${mails.length} times`) : [],
  ];
}
