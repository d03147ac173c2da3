/** A client, to be found at the console. */
import assert from "node:assert/strict";
import { HOUR } from "../../../src/domain/time.ts";
import type { Person, Studio } from "../../support/studio.ts";

export const JANE: Person = { name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" };

/** The id of the client with this email. */
export async function idOf(s: Studio, email: string): Promise<string> {
  return (await s.manage("GET", `clients?q=${encodeURIComponent(email)}`)).body.items[0].id;
}

/** A client, by a free booking that is over. */
export async function visitor(s: Studio, who: Person): Promise<string> {
  const { status, text } = await s.book(await s.addClass({ priceCents: 0, inHours: 1 }), who);
  assert.equal(status, 200, text);
  s.t.clock.advance(2 * HOUR);
  return await idOf(s, who.email);
}
