/** A customer takes a seat: free at once, by card through a hold and a Checkout Session, or by a credit of a class pack. */
import type { Tx } from "../../db/database.ts";
import { findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import { type ClassSession, getClass, holdSeat, refuseUnlessBookable, takeSeat } from "../../domain/class_sessions.ts";
import {
  type Client,
  createClient,
  findClient,
  findClientByEmail,
  refreshClient,
  upsertClient,
} from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import {
  confirmHold,
  createConfirmed,
  createHold,
  type Enrollment,
  findLiveEnrollment,
  getEnrollment,
  isPhoneSeated,
  revive,
} from "../../domain/enrollments.ts";
import { DomainError, notFound } from "../../domain/errors.ts";
import { duringCommit } from "../../db/during_commit.ts";
import { newId } from "../../domain/ids.ts";
import { getClientPackage, takeCredit } from "../../domain/packages.ts";
import { getProvider, type Provider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { addEntry, closeOnBooking, findWaiting, positionOf } from "../../domain/waitlist.ts";
import { closeCheckout, holdEnd, openCheckout, releaseCheckout, writeCheckout } from "../payments/checkout.ts";
import { verifyCustomerToken } from "../clients/customer_portal.ts";
import { formatWhen } from "../../domain/format.ts";
import { cancelTokenFor } from "../notifications/customer_links.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import { enqueueWaitlistJoined } from "../notifications/enqueue_waitlist.ts";

/** Who calls a tenant-key route: the key's provider, and the site it named as Origin. */
export interface Tenant {
  providerId: string;
  origin: string;
}

export interface Customer {
  name: string;
  email: string;
  /** 10 to 15 digits. */
  phone: string;
}

export interface BookingInput extends Customer {
  successUrl?: string;
  cancelUrl?: string;
  useClientPackageId?: string;
  customerToken?: string;
}

export interface Booking {
  enrollmentId: string;
  checkoutUrl: string | null;
  checkoutSessionId: string | null;
  cancelToken: string;
  session: ClassSession;
}

/**
 * Reserves a seat. The same customer asking again while the hold lives gets the same booking and address.
 * @throws DomainError not_found, gone, conflict, class_full, downstream; with a pack also unauthenticated, forbidden
 */
export async function bookClass(ctx: Context, tenant: Tenant, classId: string, input: BookingInput): Promise<Booking> {
  if (input.useClientPackageId !== undefined) return await bookWithPack(ctx, tenant, classId, input);
  for (let round = 0; round < 3; round++) {
    const claim = await ctx.db.write(tenant.providerId, (tx) => claimSeat(ctx, tx, tenant, classId, input));
    if (claim.answer) {
      ctx.wake("outbox");
      return await claim.answer;
    }
    const checkoutId = claim.enrollment.checkoutId!;
    if (claim.isNew || await isStillPayable(ctx, checkoutId)) {
      return booking(ctx, claim, await openCheckout(ctx, checkoutId));
    }
  }
  throw new DomainError("conflict", "Your earlier booking of this class is just changing. Please try again.");
}

function booking(
  ctx: Context,
  { enrollment, session }: Pick<Claim, "enrollment" | "session">,
  checkout: { sessionId: string; url: string } | null,
): Booking {
  return {
    enrollmentId: enrollment.id,
    checkoutUrl: checkout?.url ?? null,
    checkoutSessionId: checkout?.sessionId ?? null,
    cancelToken: cancelTokenFor(ctx, enrollment.id, session.scheduledAt),
    session,
  };
}

interface Claim {
  enrollment: Enrollment;
  session: ClassSession;
  /** False for a hold that was there before. */
  isNew: boolean;
  /** Of a free seat. Its cancel token takes a tenth of the booking to sign, so that is done while the disk is waited for. */
  answer?: Promise<Booking>;
}

async function claimSeat(ctx: Context, tx: Tx, tenant: Tenant, classId: string, input: BookingInput): Promise<Claim> {
  const now = iso(ctx.clock.now());
  const session = await getClass(tx, tenant.providerId, classId);
  refuseUnlessBookable(session, now);
  const known = await findClientByEmail(tx, tenant.providerId, input.email);
  const live = known && await findLiveEnrollment(tx, classId, known.id);
  if (live?.status === "PendingPayment") return { enrollment: live, session, isNew: false };
  if (live || await isPhoneSeated(tx, classId, input.phone)) throw alreadyBooked();

  const details = { name: input.name, email: input.email, phone: input.phone, origin: tenant.origin };
  const client = async () =>
    known ? await refreshClient(tx, known, details, now) : await createClient(tx, tenant.providerId, details, now);
  if (session.priceCents > 0) {
    return {
      enrollment: await holdFor(ctx, tx, session, await client(), input, tenant.origin, now),
      session,
      isNew: true,
    };
  }
  if (!await takeSeat(tx, classId)) throw classFull();
  const owner = await client();
  const enrollment = await createConfirmed(
    tx,
    seatOf(session, owner, input.phone, tenant.origin),
    { with: "free" },
    now,
  );
  if (known) await closeOnBooking(tx, classId, owner.id);
  await enqueueBookingConfirmed(ctx, tx, enrollment, session, owner, { with: "free", cents: 0 }, now);
  const claim: Claim = { enrollment, session, isNew: true };
  return { ...claim, answer: duringCommit(() => booking(ctx, claim, null)) };
}

/**
 * A hold with the checkout that pays for it; Stripe is asked after the commit.
 * @throws DomainError class_full, downstream (the studio can't take payments)
 */
export async function holdFor(
  ctx: Context,
  tx: Tx,
  session: ClassSession,
  client: Client,
  urls: { successUrl?: string; cancelUrl?: string },
  origin: string | null,
  now: string,
): Promise<Enrollment> {
  if (!await holdSeat(tx, session.id)) throw classFull();
  const provider = await getProvider(tx, session.providerId);
  if (!canBePaid(provider)) {
    throw new DomainError("downstream", "This studio can't take payments yet. Nothing was booked.");
  }
  const site = origin ?? ctx.settings.publicUrl;
  const enrollmentId = newId("enr");
  const endsAtMs = holdEnd(ctx);
  const checkoutId = await writeCheckout(ctx, tx, provider, {
    kind: "class",
    subjectId: enrollmentId,
    productName: session.nameSnapshot,
    productDescription: formatWhen(session.scheduledAt, provider.timezone),
    amountCents: session.priceCents,
    customerEmail: client.email,
    successUrl: urls.successUrl ?? `${site}/book/confirm?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: urls.cancelUrl ?? `${site}/book/cancelled`,
    endsAtMs,
    origin,
  });
  return await createHold(
    tx,
    { id: enrollmentId, ...seatOf(session, client, client.phone, origin) },
    checkoutId,
    iso(endsAtMs),
    now,
  );
}

/** Onboarded at Stripe: the connected account may take charges. */
export function canBePaid(provider: Provider): boolean {
  return provider.stripeAccountId !== null && provider.chargesEnabled;
}

function seatOf(session: ClassSession, client: Client, phone: string | null, origin: string | null) {
  return {
    providerId: session.providerId,
    classId: session.id,
    clientId: client.id,
    phone,
    priceCents: session.priceCents,
    origin,
  };
}

/** Whether an earlier hold's address can still be handed out; one past its end is settled with Stripe first. */
async function isStillPayable(ctx: Context, checkoutId: string): Promise<boolean> {
  const checkout = await findCheckout(ctx.db, checkoutId);
  if (!checkout) return false;
  if (checkout.state === "processing") {
    throw new DomainError(
      "conflict",
      "Your payment for this class is under way at the bank; the seat is kept for you.",
      {
        paymentPending: true,
      },
    );
  }
  if (checkout.state === "creating") return true;
  if (checkout.state !== "open") return false;
  if (checkout.expiresAt > iso(ctx.clock.now())) return true;
  await releaseCheckout(ctx, checkoutId);
  return false;
}

function classFull(): DomainError {
  return new DomainError("class_full", "This class is full. Join the waitlist instead.", { waitlistAvailable: true });
}

function alreadyBooked(): DomainError {
  return new DomainError("conflict", "You have already booked this class.", { alreadyBooked: true });
}

// ---------------------------------------------------------------- with a class pack

async function bookWithPack(ctx: Context, tenant: Tenant, classId: string, input: BookingInput): Promise<Booking> {
  await getClass(ctx.db, tenant.providerId, classId);
  const clientId = verifyCustomerToken(ctx, input.customerToken, tenant.providerId);
  const client = await findClient(ctx.db, tenant.providerId, clientId);
  if (!client) throw notFound("Customer");
  const pack = await getClientPackage(ctx.db, client.id, input.useClientPackageId!);
  // The token says whose seat it is. Name and phone that come with another email are another person's.
  const isOwn = input.email === client.email;
  const phone = isOwn ? input.phone : client.phone;

  for (let round = 0; round < 3; round++) {
    const claim = await ctx.db.write(tenant.providerId, async (tx): Promise<Claim> => {
      const now = iso(ctx.clock.now());
      const session = await getClass(tx, tenant.providerId, classId);
      refuseUnlessBookable(session, now);
      const live = await findLiveEnrollment(tx, classId, client.id);
      if (live?.status === "Confirmed" || !live && phone !== null && await isPhoneSeated(tx, classId, phone)) {
        throw alreadyBooked();
      }
      const left = await getClientPackage(tx, client.id, pack.id);
      if (left.sessionsRemaining === 0 || left.expiresAt !== null && left.expiresAt <= now) throw noCredits();
      if (live) return { enrollment: live, session, isNew: false };
      if (!await takeSeat(tx, classId)) throw classFull();
      const owner = isOwn ? await refreshClient(tx, client, { ...input, origin: tenant.origin }, now) : client;
      const enrollment = await createConfirmed(tx, seatOf(session, owner, phone, tenant.origin), {
        with: "credit",
        clientPackageId: pack.id,
      }, now);
      await payByCredit(ctx, tx, enrollment, session, owner, pack.id, now);
      return { enrollment, session, isNew: true };
    });
    if (claim.isNew) {
      ctx.wake("outbox");
      return booking(ctx, claim, null);
    }
    const paid = await payHoldByCredit(ctx, claim, client, pack.id);
    if (paid) return booking(ctx, { enrollment: paid, session: claim.session }, null);
  }
  throw new DomainError("conflict", "Your earlier booking of this class is just changing. Please try again.");
}

/** One's own hold: its session is closed first, then the credit pays for the same enrollment. Null: look again. */
async function payHoldByCredit(ctx: Context, claim: Claim, client: Client, packId: string): Promise<Enrollment | null> {
  const checkout = (await findCheckout(ctx.db, claim.enrollment.checkoutId!))!;
  const closed = await closeCheckout(ctx, checkout);
  if (closed === "paid") throw alreadyBooked();
  if (closed === "processing") {
    throw new DomainError(
      "conflict",
      "Your payment for this class is under way at the bank; the seat is kept for you.",
      {
        paymentPending: true,
      },
    );
  }
  const paid = await ctx.db.write(claim.session.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const fresh = await getEnrollment(tx, claim.enrollment.id);
    const session = await getClass(tx, fresh.providerId, fresh.classId);
    refuseUnlessBookable(session, now); // it may have been cancelled while Stripe was asked
    if ((await findCheckout(tx, checkout.id))!.state !== "paid") await markUnpayable(tx, checkout.id, "expired");
    const with_ = { with: "credit" as const, clientPackageId: packId };
    if (fresh.status === "PendingPayment") await confirmHold(tx, fresh, with_, false, now);
    else if (fresh.status !== "Expired" || await findLiveEnrollment(tx, session.id, client.id)) return null;
    else if (!await revive(tx, fresh, with_, now)) throw classFull(); // Stripe's own event freed the seat first
    await payByCredit(ctx, tx, fresh, session, client, packId, now);
    return { ...fresh, status: "Confirmed" as const };
  }).catch(async (error) => {
    // The session is closed and the credit was gone meanwhile: the hold can't be paid any more.
    if (error instanceof DomainError) await releaseCheckout(ctx, checkout.id);
    throw error;
  });
  ctx.wake("outbox");
  return paid;
}

async function payByCredit(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  client: Client,
  packId: string,
  now: string,
): Promise<void> {
  if (!await takeCredit(tx, enrollment.providerId, packId, enrollment.id, now)) throw noCredits();
  await closeOnBooking(tx, session.id, client.id);
  await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, { with: "credit", cents: 0 }, now);
}

function noCredits(): DomainError {
  return new DomainError("conflict", "This class pack has no credits left, or has expired.", { noCredits: true });
}

// ---------------------------------------------------------------- waiting for a seat

/**
 * Puts a customer on the waitlist of a full class. An entry that lives is answered again.
 * @throws DomainError not_found, gone, conflict
 */
export async function joinWaitlist(
  ctx: Context,
  tenant: Tenant,
  classId: string,
  input: Customer,
): Promise<{ waitlistEntryId: string; position: number; alreadyOnWaitlist: boolean }> {
  const joined = await ctx.db.write(tenant.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const session = await getClass(tx, tenant.providerId, classId);
    refuseUnlessBookable(session, now);
    const known = await findClientByEmail(tx, tenant.providerId, input.email);
    if (known) {
      if ((await findLiveEnrollment(tx, classId, known.id))?.status === "Confirmed") throw alreadyBooked();
      const waiting = await findWaiting(tx, classId, known.id);
      if (waiting) {
        return { waitlistEntryId: waiting.id, position: await positionOf(tx, waiting), alreadyOnWaitlist: true };
      }
    }
    if (session.capacity - session.enrolledCount - session.heldCount > 0) {
      throw new DomainError("conflict", "Seats are still available: book directly instead.", { seatsAvailable: true });
    }
    const client = await upsertClient(tx, tenant.providerId, { ...input, origin: tenant.origin }, now);
    const entry = await addEntry(tx, {
      providerId: tenant.providerId,
      classId,
      clientId: client.id,
      origin: tenant.origin,
    }, now);
    const position = await positionOf(tx, entry);
    await enqueueWaitlistJoined(tx, entry, session, position, now);
    return { waitlistEntryId: entry.id, position, alreadyOnWaitlist: false };
  });
  ctx.wake("outbox");
  return joined;
}
