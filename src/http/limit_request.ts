import { DomainError } from "../domain/errors.ts";
import { bearer } from "./authenticate.ts";
import { clientAddress } from "./client_address.ts";
import type { Call } from "./router.ts";
import type { HttpServices } from "./services.ts";

/** Counts a request against its route. @returns the headers of the response @throws HttpError 429 */
export function limitRequest(services: HttpServices, c: Call, route: string, limit: number): Record<string, string> {
  return services.limiter.take(clientOf(services, c), route, limit, services.ctx.clock.now());
}

function clientOf({ trustProxy }: HttpServices, c: Call): string {
  return clientAddress(c.env.peer, trustProxy ? c.req.header(trustProxy) ?? null : null);
}

/** Wrong bearer tokens a minute from one address. */
export const MOST_GUESSES = 10;

/**
 * Checks a bearer token, and counts it when it is wrong. Beyond the limit the operator's is not even compared: a person thought it up.
 * Owners' tokens are random: the right one always passes, so that nobody behind the same proxy can shut an owner out.
 * @throws HttpError 429, and what `check` throws
 */
export async function limitGuesses<T>(
  services: HttpServices,
  c: Call,
  whose: "owner" | "operator",
  check: () => Promise<T> | T,
): Promise<T> {
  const { limiter, ctx: { clock } } = services;
  const [client, route] = [clientOf(services, c), `bearer ${whose}`];
  if (whose === "operator") limiter.check(client, route, MOST_GUESSES, clock.now());
  try {
    return await check();
  } catch (error) {
    const wasGuess = error instanceof DomainError && bearer(c.req.header("authorization") ?? null) !== null;
    if (wasGuess) limiter.take(client, route, MOST_GUESSES, clock.now());
    throw error;
  }
}
