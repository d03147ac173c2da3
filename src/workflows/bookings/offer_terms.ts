/** How long somebody from the waitlist has to pay. */
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Provider } from "../../domain/providers.ts";
import { DAY, MINUTE, ms } from "../../domain/time.ts";
import { hasTimeForOffer, offerEnd } from "../../domain/waitlist_offers.ts";
import type { Context } from "../context.ts";
import { SLACK, wholeSeconds } from "../payments/record_checkout.ts";
import type { HoldTerms } from "./place_hold.ts";

/**
 * Of an offer: as long as the studio says, in manual mode as any hold, and never past the class where Stripe's least time allows it.
 * @param fromMs when its payment page is made
 */
export function offerTerms(
  ctx: Pick<Context, "clock" | "settings">,
  session: ClassSession,
  provider: Provider,
  fromMs = ctx.clock.now(),
): HoldTerms {
  const { holdMinutes } = ctx.settings;
  const minutes = provider.waitlistMode === "automatic" ? provider.waitlistOfferMinutes : holdMinutes;
  const end = Math.min(offerEnd(session, provider, minutes, fromMs) + SLACK, fromMs + DAY);
  const capped = hasTimeForOffer(session, fromMs)
    ? Math.min(end, ms(session.scheduledAt))
    : fromMs + holdMinutes * MINUTE + SLACK;
  return { expiresAtMs: wholeSeconds(capped), openAtMs: fromMs };
}
