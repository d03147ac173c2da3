/** Who booked, and how they paid. */
import { bookClass } from "../../../workflows/bookings/book_class.ts";
import type { Context } from "../../../workflows/context.ts";
import { customerTokenFor } from "../../../workflows/notifications/customer_links.ts";
import { asOf } from "./as_of.ts";
import { forEachAtOnce } from "./at_once.ts";
import type { PastStudio } from "./past_studio.ts";
import { type Past, PEOPLE, type Visit } from "./plan.ts";
import type { SoldPack } from "./sell.ts";

/** Until the till is settled, those who pay by card hold their seats. @param packs by person @returns the enrollments' ids */
export async function bookVisits(
  ctx: Context,
  studio: PastStudio,
  past: Past,
  classIds: string[],
  packs: Map<number, SoldPack>,
): Promise<Map<Visit, string>> {
  const enrollments = new Map<Visit, string>();
  await forEachAtOnce(past.visits, async (visit) => {
    enrollments.set(visit, await book(ctx, studio, visit, classIds[visit.class], packs));
  });
  return enrollments;
}

async function book(
  ctx: Context,
  { tenant, till }: PastStudio,
  { person, paysWith, bookedAtMs }: Visit,
  classId: string,
  packs: Map<number, SoldPack>,
): Promise<string> {
  const then = asOf(ctx, bookedAtMs);
  const pack = paysWith === "credit" ? packs.get(person)! : null;
  const credit = pack && {
    useClientPackageId: pack.id,
    customerToken: customerTokenFor(then, tenant.providerId, pack.clientId),
  };
  const booking = await bookClass(then, tenant, classId, { ...PEOPLE[person], ...credit });
  const { enrollmentId, checkoutUrl: url, checkoutSessionId: sessionId } = booking;
  if (url && sessionId) await till.take({ url, sessionId }, bookedAtMs);
  return enrollmentId;
}
