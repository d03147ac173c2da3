/** Wrong bearer tokens are counted. */
import { DomainError } from "../domain/errors.ts";
import { bearer } from "./authenticate.ts";
import { clientAddress } from "./client_address.ts";
import type { Refused } from "./rate_limit.ts";
import type { Call } from "./router.ts";
import type { HttpServices } from "./services.ts";

/** Wrong bearer tokens a minute from one address. */
export const MOST_GUESSES = 10;

const REFUSED: Refused = {
  code: "rate_limited",
  says: `More than ${MOST_GUESSES} wrong tokens came in the Authorization header from this address in a minute.`,
};

/**
 * Checks a bearer token, and counts it when it is wrong. Beyond the limit the operator's is not even compared: a person thought it up.
 * Owners' tokens are random: the right one always passes, so that nobody behind the same proxy can shut an owner out.
 * @throws HttpError 429, and what `check` throws
 */
export async function limitGuesses<T>(
  { guesses, trustProxy, ctx: { clock } }: HttpServices,
  c: Call,
  whose: "owner" | "operator",
  check: () => Promise<T> | T,
): Promise<T> {
  const who = `bearer ${whose}|${clientAddress(c.env.peer, trustProxy ? c.req.header(trustProxy) ?? null : null)}`;
  if (whose === "operator") guesses.check(who, MOST_GUESSES, clock.now(), REFUSED);
  try {
    return await check();
  } catch (error) {
    const wasGuess = error instanceof DomainError && bearer(c.req.header("authorization") ?? null) !== null;
    if (wasGuess) guesses.take(who, MOST_GUESSES, clock.now(), REFUSED);
    throw error;
  }
}
