/** A customer books with a gift card. Whoever has its code may spend it. */
import type { Tx } from "../../db/database.ts";
import { getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { type Client, createClient, findClientByEmail } from "../../domain/clients.ts";
import { createConfirmed, findLiveEnrollment, isPersonSeated } from "../../domain/enrollments.ts";
import { classFull, seatsLeft } from "../../domain/seats.ts";
import { iso } from "../../domain/time.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import { byToken, refreshClient } from "../clients/keep_client.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import type { Tenant } from "../tenant.ts";
import {
  alreadyBooked,
  type Booking,
  bookingAnswer,
  bookingChanges,
  type BookingInput,
  type Claim,
  seatOf,
} from "./booking.ts";
import { getPayingCard, insufficient, payWithGiftCard, readGiftCardCode } from "./pay_with_gift_card.ts";
import { payHold, type Prepayment } from "./prepayment.ts";

interface CardBooking {
  tenant: Tenant;
  classId: string;
  input: BookingInput;
  /** Normalized. */
  code: string;
}

/** @throws DomainError as `bookClass`; also 400 (expired), 404 (unknown code), gift_card_insufficient */
export async function bookWithGiftCard(
  ctx: Context,
  tenant: Tenant,
  classId: string,
  input: BookingInput,
): Promise<Booking> {
  const booking: CardBooking = { tenant, classId, input, code: readGiftCardCode(input.giftCardCode!) };
  for (let round = 0; round < 3; round++) {
    const claim = await once(ctx, tenant.providerId, (tx) => claimSeat(ctx, tx, booking), (made) => made.isNew);
    const paid = claim.isNew ? claim : await payHold(ctx, claim.enrollment, claim.client, cardPayment(ctx, booking));
    if (!paid) continue;
    ctx.wake("outbox");
    return bookingAnswer(ctx, paid, null);
  }
  throw bookingChanges();
}

/** A seat paid with the card, or the client's own hold, still to be paid. */
async function claimSeat(ctx: Context, tx: Tx, booking: CardBooking): Promise<Claim & { client: Client }> {
  const { tenant, classId, input, code } = booking;
  const now = iso(ctx.clock.now());
  const session = await getClass(tx, tenant.providerId, classId);
  const card = await getPayingCard(tx, tenant.providerId, code, now);
  refuseUnlessBookable(session, now);
  const known = await findClientByEmail(tx, tenant.providerId, input.email);
  const live = known && await findLiveEnrollment(tx, classId, known.id);
  if (live?.status === "Confirmed" || !live && await isPersonSeated(tx, classId, input.name, input.phone)) {
    throw alreadyBooked();
  }
  if (card.balanceCents < (live ?? session).priceCents) throw insufficient(card);
  if (live) return { enrollment: live, session, client: known, isNew: false };

  if (seatsLeft(session) === 0) throw classFull();
  const details = { name: input.name, email: input.email, phone: input.phone, origin: tenant.origin };
  const client = known
    ? await refreshClient(tx, known, details, byToken(ctx, input.customerToken), now)
    : await createClient(tx, tenant.providerId, details, now);
  const paid = { with: session.priceCents > 0 ? "gift_card" as const : "free" as const };
  const enrollment = await createConfirmed(tx, seatOf(session, client, input, tenant.origin), paid, now);
  const claim = { enrollment, session, client, isNew: true };
  if (paid.with === "gift_card") await payWithGiftCard(ctx, tx, card, claim, now);
  else {
    await closeOnBooking(tx, enrollment, now);
    await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, { with: "free", cents: 0 }, now);
  }
  return claim;
}

/** The card pays for the client's own hold, by its balance of then. */
function cardPayment(ctx: Context, { tenant, code }: CardBooking): Prepayment {
  return {
    paid: { with: "gift_card" },
    take: async (tx, enrollment, session, client, now) => {
      const card = await getPayingCard(tx, tenant.providerId, code, now);
      await payWithGiftCard(ctx, tx, card, { enrollment, session, client }, now);
    },
  };
}
