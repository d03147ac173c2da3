/** One class, and one booking, as the console shows them: what stands, what a cancel would give back, what it has given back. Reading only. */
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { notFound } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { findRosterRow, listRosterRows, type RosterRow } from "../../domain/rosters.ts";
import { HOUR, ms } from "../../domain/time.ts";
import { waitlistJson } from "../../domain/waitlist.ts";
import { isBeingCancelled } from "./cancel_class.ts";

export type { RosterRow } from "../../domain/rosters.ts";

export interface ClassView {
  session: ClassSession;
  /** With a seat, by name. */
  seated: RosterRow[];
  /** Paying now, soonest end first. */
  holds: RosterRow[];
  /** Once with a seat, by name. */
  gone: RosterRow[];
  waiting: { id: string; joinedAt: string; position: number; client: { id: string; name: string } }[];
  /** A paid class can be booked only then. */
  canBePaid: boolean;
  holdMinutes: number;
  /** Being cancelled just now, by this process. */
  isBeingCancelled: boolean;
}

const names = new Intl.Collator("en-US", { sensitivity: "base", numeric: true });
const byName = (a: RosterRow, b: RosterRow) => names.compare(a.client.name, b.client.name) || (a.id < b.id ? -1 : 1);

/** @throws DomainError not_found, also another provider's */
export async function viewClass(ctx: Context, providerId: string, classId: string): Promise<ClassView> {
  const session = await getClass(ctx.db, providerId, classId);
  const [rows, waiting, provider] = await Promise.all([
    listRosterRows(ctx.db, providerId, classId),
    waitlistJson(ctx.db, classId),
    getProvider(ctx.db, providerId),
  ]);
  return {
    session,
    seated: rows.filter((one) => ["Confirmed", "Completed", "NoShow"].includes(one.status)).sort(byName),
    holds: rows.filter((one) => one.status === "PendingPayment")
      .sort((a, b) => (a.expiresAt ?? "9") < (b.expiresAt ?? "9") ? -1 : 1),
    gone: rows.filter((one) => one.status === "Cancelled").sort(byName),
    waiting: JSON.parse(waiting),
    canBePaid: session.priceCents === 0 || provider.chargesEnabled,
    holdMinutes: ctx.settings.holdMinutes,
    isBeingCancelled: isBeingCancelled(ctx, providerId, classId),
  };
}

export interface BookingView {
  booking: RosterRow;
  session: ClassSession;
  /** Less than the cancel window remains; exactly the window is not late. */
  late: boolean;
  waitingCount: number;
}

/** @throws DomainError not_found, also another provider's */
export async function viewBooking(ctx: Context, providerId: string, enrollmentId: string): Promise<BookingView> {
  const booking = await findRosterRow(ctx.db, providerId, enrollmentId);
  if (!booking) throw notFound("Booking");
  const session = await getClass(ctx.db, providerId, booking.classId);
  return {
    booking,
    session,
    late: ms(session.scheduledAt) - ctx.clock.now() < session.cancelWindowHours * HOUR,
    waitingCount: JSON.parse(await waitlistJson(ctx.db, session.id)).length,
  };
}

/** What a full refund of a booking would give back now: what the studio has not refunded itself, and no refund has taken up. */
export function leftToGiveBack(booking: RosterRow): { cents: number; credits: number } {
  if (booking.paidWith === "credit") return { cents: 0, credits: booking.creditReturned ? 0 : 1 };
  if (booking.paidWith !== "card" || !booking.payment) return { cents: 0, credits: 0 };
  const { refund, payment } = booking;
  if (refund?.state === "intent") return { cents: refund.amountCents, credits: 0 };
  if (refund && refund.state !== "refused") return { cents: 0, credits: 0 };
  return { cents: Math.max(0, payment.amountCents - payment.refundedOutsideCents), credits: 0 };
}

/** What cancelling a class gives back, to whom and in all. */
export function classGivesBack(view: ClassView): {
  rows: { booking: RosterRow; cents: number; credits: number }[];
  cents: number;
  credits: number;
} {
  const rows = [...view.seated, ...view.holds].map((booking) => ({ booking, ...leftToGiveBack(booking) }));
  return {
    rows,
    cents: rows.reduce((sum, one) => sum + one.cents, 0),
    credits: rows.reduce((sum, one) => sum + one.credits, 0),
  };
}

export interface RefundProgress {
  /** Refunds that the cancelled class owed, and those Stripe has accepted. */
  owed: number;
  done: number;
  givenBackCents: number;
  creditsReturned: number;
  /** Refused so far: tried again by the server, or by a click. */
  refused: RosterRow[];
  /** Accepted, and then sent back by the bank: the owner pays by hand. */
  sentBack: RosterRow[];
  /** Not asked for yet, or no answer yet. */
  underWay: number;
  /** Payment pages that are not closed yet. */
  open: RosterRow[];
}

/** How far a cancelled class has given everything back, from what is stored. */
export function refundProgress(view: ClassView): RefundProgress {
  const due = [...view.gone, ...view.seated].filter((one) =>
    one.refund?.reason === "class_cancelled" && one.refund.state !== "refused"
  );
  const accepted = due.filter(({ refund }) => refund!.state !== "intent");
  const waiting = due.filter(({ refund }) => refund!.state === "intent");
  return {
    owed: due.length,
    done: accepted.length,
    givenBackCents: accepted.filter(({ refund }) => refund!.state !== "failed")
      .reduce((sum, { refund }) => sum + refund!.amountCents, 0),
    creditsReturned: view.gone.filter((one) => one.cancelledBy === "class" && one.creditReturned).length,
    refused: waiting.filter(({ refund }) => refund!.lastError !== null),
    sentBack: accepted.filter(({ refund }) => refund!.owedCents > 0),
    underWay: waiting.filter(({ refund }) => refund!.lastError === null).length,
    open: view.holds,
  };
}
