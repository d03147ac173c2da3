/** What is wrong with a world once nothing is under way any more. */
import { differences } from "../support/stripe_books.ts";
import type { FaultWorld } from "./fault_world.ts";
import type { Promises } from "./promises.ts";

/** So many messages can be on their way when the process ends (8 mails, 4 sign-in links): only those may go out again. */
const UNDER_WAY = 12;

/** Empty when all is well. */
export async function findings(world: FaultWorld, promises: Promises): Promise<string[]> {
  const messages = await world.t.db.read(
    "SELECT dedupe_key, state FROM messages WHERE state NOT IN ('sent', 'erased')",
  );
  const twice = [...Map.groupBy(world.mails, (one) => one.id)].filter(([, copies]) => copies.length > 1);
  const copies = twice.reduce((sum, [, mails]) => sum + mails.length - 1, 0);
  return [
    ...await world.t.doctor(),
    ...await promises.broken(world),
    ...await differences(world.t, world.studio),
    ...messages.map((one) => `${one.dedupe_key}: ${one.state}`),
    ...copies > UNDER_WAY * world.restarts ? twice.map(([id, mails]) => `${id}: mailed ${mails.length} times`) : [],
  ];
}
