/** A class as the console shows it: who has, holds, had or waits for a seat. Reading only. */
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { getProvider } from "../../domain/providers.ts";
import { listRosterRows, type RosterRow } from "../../domain/rosters.ts";
import { iso } from "../../domain/time.ts";
import { waitlistJson } from "../../domain/waitlist.ts";
import { offerTerms } from "../bookings/offer_terms.ts";
import type { Context } from "../context.ts";
import { isBeingCancelled } from "./cancel_class.ts";

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
  /** When the payment link of somebody who is promoted now would end, ISO. */
  offerEndsAt: string;
  /** Being cancelled just now, by this process. */
  isBeingCancelled: boolean;
}

const names = new Intl.Collator("en-US", { sensitivity: "base", numeric: true });
const byName = (a: RosterRow, b: RosterRow) => names.compare(a.client.name, b.client.name) || (a.id < b.id ? -1 : 1);
const byEnd = (a: RosterRow, b: RosterRow) => (a.expiresAt ?? "9") < (b.expiresAt ?? "9") ? -1 : 1;

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
    holds: rows.filter((one) => one.status === "PendingPayment").sort(byEnd),
    gone: rows.filter((one) => one.status === "Cancelled").sort(byName),
    waiting: JSON.parse(waiting),
    canBePaid: session.priceCents === 0 || provider.chargesEnabled,
    holdMinutes: ctx.settings.holdMinutes,
    offerEndsAt: iso(offerTerms(ctx, session, provider).expiresAtMs),
    isBeingCancelled: isBeingCancelled(ctx, providerId, classId),
  };
}
