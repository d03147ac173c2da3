/**
 * Every open seat that somebody waits for is offered, where the studio wants that. A seat is offered in the write that frees it; this finds
 * the others: the mode was switched on, the account may take payments now, or a price has changed.
 */
import { listAutomaticProviders } from "../../domain/providers.ts";
import { HOUR, iso } from "../../domain/time.ts";
import { listClassesToOffer } from "../../domain/waitlist.ts";
import { LAST_OFFER } from "../../domain/waitlist_offers.ts";
import type { Context } from "../context.ts";
import { handleEachRow } from "../each_row.ts";
import { offerSeats } from "./offer_seats.ts";

const STUDIOS_AT_ONCE = 100;

/** @returns how many offers were made */
export async function fillWaitlists(ctx: Context): Promise<number> {
  let offers = 0;
  for (let after = "", more = true; more;) {
    const studios = await listAutomaticProviders(ctx.db, after, STUDIOS_AT_ONCE);
    for (const studio of studios) {
      const begin = iso(ctx.clock.now() + Math.max(studio.cutoffHours * HOUR, LAST_OFFER));
      const rows = await listClassesToOffer(ctx.db, studio, begin);
      await handleEachRow(ctx, { job: "fill_waitlists", rows, width: 1 }, async ({ id }) => {
        offers += await ctx.db.write(
          studio.id,
          (tx) => offerSeats(ctx, tx, { providerId: studio.id, classId: id }, iso(ctx.clock.now())),
        );
      }, () => Promise.resolve()); // it is found again at the next pass
    }
    more = studios.length === STUDIOS_AT_ONCE;
    after = studios.at(-1)?.id ?? "";
  }
  if (offers > 0) ctx.wake("outbox"), ctx.wake("checkouts");
  return offers;
}
