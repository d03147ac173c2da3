/** A week of the schedule, and what needs the owner now. Reading only. */
import { blackoutsJson } from "../../domain/blackouts.ts";
import { listClassesBetween, type ManagedClass } from "../../domain/class_lists.ts";
import type { Context } from "../context.ts";
import { getProvider } from "../../domain/providers.ts";
import { listRefundsInNeed, type RefundInNeed } from "../../domain/refunds_in_need.ts";
import { listServices } from "../../domain/services.ts";
import { DAY, iso } from "../../domain/time.ts";

export interface WeekView {
  classes: ManagedClass[];
  /** Of the week before: its days can be copied. */
  before: ManagedClass[];
  closures: { id: string; label: string; startsAt: string; endsAt: string; allDay: boolean; kind: string }[];
  refundsInNeed: RefundInNeed[];
  /** Classes of the next two weeks with an open seat and somebody waiting, soonest first. */
  choices: ManagedClass[];
  hasServices: boolean;
  chargesEnabled: boolean;
}

/** A week of the schedule, the one before it from `beforeAt`, and what needs the owner now, whichever week is in view. */
export async function listClassesOfWeek(
  ctx: Context,
  providerId: string,
  beforeAt: string,
  fromAt: string,
  untilAt: string,
): Promise<WeekView> {
  const now = ctx.clock.now();
  const [all, closures, refundsInNeed, soon, services, provider] = await Promise.all([
    listClassesBetween(ctx.db, providerId, beforeAt, untilAt),
    blackoutsJson(ctx.db, providerId, fromAt, untilAt),
    listRefundsInNeed(ctx.db, providerId, iso(now)),
    listClassesBetween(ctx.db, providerId, iso(now), iso(now + 14 * DAY)),
    listServices(ctx.db, providerId, { limit: 1 }),
    getProvider(ctx.db, providerId),
  ]);
  return {
    classes: all.filter((one) => one.scheduledAt >= fromAt),
    before: all.filter((one) => one.scheduledAt < fromAt),
    closures: JSON.parse(closures),
    refundsInNeed,
    choices: soon.filter((one) =>
      one.status === "Scheduled" && one.waitingCount > 0 && one.enrolledCount + one.heldCount < one.capacity
    ),
    hasServices: services.itemsJson !== "[]",
    chargesEnabled: provider.chargesEnabled,
  };
}
