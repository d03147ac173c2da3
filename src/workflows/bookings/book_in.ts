/** The owner books somebody in, by phone or at the door. */
import type { Tx } from "../../db/database.ts";
import {
  type ClassSession,
  getClass,
  refuseUnlessBookable,
  refuseUnlessOpenAtDesk,
} from "../../domain/class_sessions.ts";
import { type Client, findClientByEmail, getClient } from "../../domain/clients.ts";
import { createConfirmed, type Enrollment, findLiveEnrollment, isPersonSeated } from "../../domain/enrollments.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { seatsLeft } from "../../domain/seats.ts";
import { iso } from "../../domain/time.ts";
import { keepClient, proven } from "../clients/keep_client.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { siteFor } from "../notifications/customer_links.ts";
import { openCheckout } from "../payments/open_checkout.ts";
import { type Claim, seatOf } from "./booking.ts";
import { type DeskPayment, type DeskPrepayment, readDeskPayment } from "./desk_payment.ts";
import { placeHold } from "./place_hold.ts";
import { payHold } from "./prepayment.ts";

/** Whom the owner books in: a known client, or one as just given. */
export interface BookInInput extends DeskPayment {
  clientId?: string;
  client?: { name: string; email?: string; phone?: string };
}

type DeskClaim = Claim & { client: Client };

/**
 * A seat for a client, however it is paid; with `link` a hold, whose payment link is mailed. A client's own unpaid hold is paid for, its
 * Checkout Session closed first. Walk-ins are booked until the class ends.
 * @returns the enrollment's id
 * @throws DomainError not_found (class, client, pack, card), invalid_request, class_cancelled, class_started, class_completed,
 * already_booked, payment_pending, no_credits, gift_card_insufficient, class_full, not_onboarded, checkout_failed
 */
export async function bookIn(ctx: Context, providerId: string, classId: string, input: BookInInput): Promise<string> {
  for (let round = 0; round < 3; round++) {
    const claim = await once(
      ctx,
      providerId,
      (tx) => claimSeat(ctx, tx, providerId, classId, input),
      (made) => made.isNew,
    );
    if (!claim.isNew && !await payOwnHold(ctx, providerId, claim, input)) continue;
    ctx.wake("outbox");
    const { id, checkoutId } = claim.enrollment;
    if (claim.isNew && checkoutId !== null) await openCheckout(ctx, checkoutId);
    return id;
  }
  throw new DomainError("conflict", "This client's booking is just changing. Please try again.");
}

/** A seat, or a hold with a link; or the client's own hold, still to be paid. */
async function claimSeat(
  ctx: Context,
  tx: Tx,
  providerId: string,
  classId: string,
  input: BookInInput,
): Promise<DeskClaim> {
  const now = iso(ctx.clock.now());
  const session = await getClass(tx, providerId, classId);
  const known = await findBooked(tx, providerId, input);
  const payment = await readDeskPayment(ctx, tx, providerId, known, input, session.priceCents, now);
  const given = givenDetails(known, input);
  if (payment) refuseUnlessOpenAtDesk(session, now);
  else refuseWithoutLink(session, given.email, now);
  const live = await findOwnHold(tx, session, known, given, payment);
  payment?.refuseIfShort((live ?? session).priceCents);
  if (live) return { enrollment: live, session, client: known!, isNew: false };

  if (seatsLeft(session) === 0) throw new DomainError("class_full", "No seat is left in this class.");
  const details = { ...given, origin: null };
  const client = input.clientId === undefined ? await keepClient(tx, providerId, details, proven, now) : known!;
  if (!payment) {
    const site = await siteFor(ctx, tx, providerId, client.siteOrigin);
    const held = await placeHold(ctx, tx, session, client, given, {}, site, now, { mailLink: true });
    return { enrollment: held, session, client, isNew: true };
  }
  const seat = seatOf(session, client, given, client.siteOrigin);
  const priceCents = payment.paid.with === "free" ? 0 : session.priceCents;
  const enrollment = await createConfirmed(tx, { ...seat, priceCents }, payment.paid, now);
  await payment.take(tx, enrollment, session, client, now);
  return { enrollment, session, client, isNew: true };
}

/** The client's record; null for a new one. @throws DomainError not_found */
async function findBooked(tx: Tx, providerId: string, { clientId, client }: BookInInput): Promise<Client | null> {
  if (clientId !== undefined) return await getClient(tx, providerId, clientId);
  return client!.email === undefined ? null : await findClientByEmail(tx, providerId, client!.email);
}

/** Whom the seat is for: as just given, else as on the record. */
function givenDetails(known: Client | null, { client }: BookInInput) {
  if (!client) return { name: known!.name, email: known!.email, phone: known!.phone };
  return { name: client.name, email: client.email ?? null, phone: client.phone ?? known?.phone ?? null };
}

/** A payment link is for what costs something, goes to an email, and ends when the class begins. */
function refuseWithoutLink(session: ClassSession, email: string | null, now: string): void {
  if (session.priceCents === 0) throw invalid("payment", "This class is free: there is nothing to pay by a link.");
  if (email === null) throw invalid("payment", "A payment link is mailed, and this client has no email address.");
  refuseUnlessBookable(session, now);
}

/** @throws DomainError already_booked, with the booking where it is this client's */
async function findOwnHold(
  tx: Tx,
  session: ClassSession,
  known: Client | null,
  { name, phone }: { name: string; phone: string | null },
  payment: DeskPrepayment | null,
): Promise<Enrollment | null> {
  const live = known && await findLiveEnrollment(tx, session.id, known.id);
  if (live && (live.status === "Confirmed" || !payment)) {
    const what = live.status === "Confirmed" ? "has a seat in this class" : "holds a seat in this class, not paid yet";
    throw new DomainError("already_booked", `This client ${what} already.`, {
      alreadyBooked: true,
      enrollmentId: live.id,
    });
  }
  if (!live && phone !== null && await isPersonSeated(tx, session.id, name, phone)) {
    throw new DomainError("already_booked", "Somebody of this name and phone has a seat in this class already.", {
      alreadyBooked: true,
    });
  }
  return live;
}

/** False when the hold has changed meanwhile. */
async function payOwnHold(
  ctx: Context,
  providerId: string,
  { enrollment, client }: DeskClaim,
  input: BookInInput,
): Promise<boolean> {
  const now = iso(ctx.clock.now());
  const payment = await readDeskPayment(ctx, ctx.db, providerId, client, input, enrollment.priceCents, now);
  try {
    return await payHold(ctx, enrollment, client, { ...payment!, refuse: refuseUnlessOpenAtDesk }) !== null;
  } catch (error) {
    if (!(error instanceof DomainError && error.code === "payment_pending")) throw error;
    const message = "This client's own payment is under way at the bank; the seat is kept for them.";
    throw new DomainError("payment_pending", message, { paymentPending: true });
  }
}
