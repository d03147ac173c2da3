/** Wrong gift-card codes are counted wherever one can be tried: all count against the limit of `redeem`. */
import type { ApiKey } from "../domain/api_keys.ts";
import { UnknownCode } from "../domain/gift_cards.ts";
import { addressOf } from "./admit.ts";
import type { Refused } from "./rate_limit.ts";
import type { Call } from "./router.ts";
import type { HttpServices } from "./services.ts";

/** Where a code is looked up, and how often a minute one address may. */
export const REDEEM = { path: "/api/gift-cards/redeem", limit: 30 };

const REFUSED: Refused = {
  code: "rate_limited",
  says: `More than ${REDEEM.limit} gift card codes in a minute came from this address.`,
};

/**
 * Counts what `tryCode` does as a redemption when it finds no card with the code; beyond the limit it is not tried.
 * @throws HttpError 429, and what `tryCode` throws
 */
export async function limitCodes<T>(
  services: HttpServices,
  c: Call,
  key: ApiKey,
  tryCode: () => Promise<T>,
): Promise<T> {
  const { limiter, ctx: { clock } } = services;
  const who = `post ${REDEEM.path}|${addressOf(services, key, { headers: c.req.raw.headers, peer: () => c.env.peer })}`;
  if (limiter.enabled) limiter.check(who, REDEEM.limit, clock.now(), REFUSED);
  try {
    return await tryCode();
  } catch (error) {
    if (error instanceof UnknownCode) limiter.take(who, REDEEM.limit, clock.now(), REFUSED);
    throw error;
  }
}
