/** Somebody who waits is given an open seat: booked at once where nothing is to be paid by card, else held, with a payment page to come. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import { findUsablePackage, takeCredit } from "../../domain/client_packages.ts";
import type { Client } from "../../domain/clients.ts";
import { createConfirmed, type Enrollment, plainName } from "../../domain/enrollments.ts";
import type { Provider } from "../../domain/providers.ts";
import type { WaitlistEntry } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import { seatOf } from "./booking.ts";
import { type HoldTerms, placeHold } from "./place_hold.ts";

/**
 * The caller has seen a free seat, and that the client has none.
 * @throws DomainError class_full, not_onboarded (a paid class, and no pack pays)
 */
export async function giveSeat(
  ctx: Context,
  tx: Tx,
  provider: Provider,
  session: ClassSession,
  client: Client,
  entry: WaitlistEntry,
  terms: HoldTerms,
  now: string,
): Promise<Enrollment> {
  const seat = seatOf(session, client, entry, entry.origin);
  if (session.priceCents === 0) {
    const booked = await createConfirmed(tx, seat, { with: "free" }, now);
    await enqueueBookingConfirmed(ctx, tx, booked, session, client, { with: "free", cents: 0, waited: true }, now);
    return booked;
  }
  const packId = await findPayingPackage(tx, provider, client, entry, now);
  if (packId === null) return await placeHold(ctx, tx, session, client, entry, {}, entry.origin, now, { terms });
  const booked = await createConfirmed(tx, seat, { with: "credit", clientPackageId: packId }, now);
  if (!await takeCredit(tx, provider.id, packId, booked.id, now)) throw new Error("the pack has no credit any more");
  await enqueueBookingConfirmed(ctx, tx, booked, session, client, { with: "credit", cents: 0, waited: true }, now);
  return booked;
}

/**
 * A pack that pays without asking. An email alone proves nothing, so a credit is taken for who joined with their own token, or gave the
 * name and phone of the client's record.
 */
export async function findPayingPackage(
  tx: Tx,
  { waitlistUsesPacks }: Pick<Provider, "waitlistUsesPacks">,
  client: Pick<Client, "id" | "name" | "phone">,
  entry: Pick<WaitlistEntry, "isProven" | "name" | "phone">,
  now: string,
): Promise<string | null> {
  const isThemselves = entry.isProven ||
    entry.name !== null && plainName(entry.name) === plainName(client.name) &&
      entry.phone !== null && entry.phone === client.phone;
  return waitlistUsesPacks && isThemselves ? await findUsablePackage(tx, client.id, now) : null;
}
