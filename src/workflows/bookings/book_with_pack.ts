/** A signed-in customer books with a credit of their class pack. */
import type { Tx } from "../../db/database.ts";
import { getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { getClientPackage } from "../../domain/client_packages.ts";
import { type Client, findClient } from "../../domain/clients.ts";
import { createConfirmed, findLiveEnrollment, isPersonSeated } from "../../domain/enrollments.ts";
import { notFound } from "../../domain/errors.ts";
import { classFull, seatsLeft } from "../../domain/seats.ts";
import { iso } from "../../domain/time.ts";
import { proven, refreshClient } from "../clients/keep_client.ts";
import { verifyCustomer } from "../clients/verify_customer.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
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
import { noCredits, payHoldWithCredit, spendCredit } from "./pay_with_credit.ts";

/** Whose seat it is, and the pack that pays for it. */
interface PackBooking {
  tenant: Tenant;
  classId: string;
  client: Client;
  packId: string;
  /** The client's own name and phone as just given; those of the record when they came with another email, so are another person's. */
  given: { name: string; phone: string | null };
}

/** @throws DomainError as `bookClass`; also 401, 403 (token), 409 (no credits) */
export async function bookWithPack(
  ctx: Context,
  tenant: Tenant,
  classId: string,
  input: BookingInput,
): Promise<Booking> {
  const booking = await readPackBooking(ctx, tenant, classId, input);
  for (let round = 0; round < 3; round++) {
    const claim = await once(ctx, tenant.providerId, (tx) => claimSeat(ctx, tx, booking), (made) => made.isNew);
    const paid = claim.isNew ? claim : await payHoldWithCredit(ctx, claim.enrollment, booking.client, booking.packId);
    if (!paid) continue;
    ctx.wake("outbox");
    return bookingAnswer(ctx, paid, null);
  }
  throw bookingChanges();
}

/** The customer token says who books, whatever email was given. */
async function readPackBooking(
  ctx: Context,
  tenant: Tenant,
  classId: string,
  input: BookingInput,
): Promise<PackBooking> {
  await getClass(ctx.db, tenant.providerId, classId);
  const { clientId } = verifyCustomer(ctx, input.customerToken, tenant.providerId, "`customerToken`");
  const client = await findClient(ctx.db, tenant.providerId, clientId);
  if (!client) throw notFound("Customer");
  const pack = await getClientPackage(ctx.db, client.id, input.useClientPackageId!);
  return { tenant, classId, client, packId: pack.id, given: input.email === client.email ? input : client };
}

/** A seat paid with a credit, or the client's own hold, still to be paid. */
async function claimSeat(ctx: Context, tx: Tx, booking: PackBooking): Promise<Claim> {
  const { tenant, classId, client, packId, given } = booking;
  const { name, phone } = given;
  const now = iso(ctx.clock.now());
  const session = await getClass(tx, tenant.providerId, classId);
  refuseUnlessBookable(session, now);
  const live = await findLiveEnrollment(tx, classId, client.id);
  if (live?.status === "Confirmed" || !live && phone !== null && await isPersonSeated(tx, classId, name, phone)) {
    throw alreadyBooked();
  }
  const pack = await getClientPackage(tx, client.id, packId);
  if (pack.sessionsRemaining === 0 || pack.expiresAt !== null && pack.expiresAt <= now) throw noCredits();
  if (live) return { enrollment: live, session, isNew: false };

  if (seatsLeft(session) === 0) throw classFull();
  const seated = await refreshClient(tx, client, { name, phone, origin: tenant.origin }, proven, now);
  const paid = { with: "credit" as const, clientPackageId: packId };
  const enrollment = await createConfirmed(tx, seatOf(session, seated, given, tenant.origin), paid, now);
  await spendCredit(ctx, tx, enrollment, session, seated, packId, now);
  return { enrollment, session, isNew: true };
}
