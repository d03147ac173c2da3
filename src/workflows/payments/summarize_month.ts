/** A month of a studio's sales and seats, day by day on its own calendar. Reading only. */
import { blackoutsJson } from "../../domain/blackouts.ts";
import type { Context } from "../context.ts";
import { listRefundedAmounts, listSales, listSeatUse } from "../../domain/sales.ts";
import { DAY, iso, parseDate, startOfDate, wallClock } from "../../domain/time.ts";

/** Minor units of the studio's currency. */
export interface Takings {
  classesCents: number;
  packsCents: number;
  giftCardsCents: number;
  tipsCents: number;
  /** What went back, as a positive amount. */
  refundsCents: number;
  /** All that came in less what went back; below zero on a day of refunds. */
  revenueCents: number;
}

export interface DayOfSales extends Takings {
  /** `YYYY-MM-DD` of the studio's calendar. */
  date: string;
  /** Of all classes of the day but cancelled ones. */
  seats: number;
  /** Seats taken in classes that have begun. */
  filled: number;
  /** Closed from midnight to midnight, and no class. */
  closed: boolean;
}

export interface MonthOfSales {
  /** `YYYY-MM` */
  month: string;
  /** How many days the month has; `days` ends with the running one. */
  length: number;
  days: DayOfSales[];
  total: Takings & { seats: number; filled: number };
  /** Whether today is in it: then its last day is not over. */
  running: boolean;
  previous: string;
  /** Null when it has not begun. */
  next: string | null;
}

const monthOf = (dateMs: number) => iso(dateMs).slice(0, 7);

/**
 * A month by its own calendar: each day begins at the studio's midnight, whatever the clocks do in it.
 * @param month `YYYY-MM`; anything else, and a month that has not begun, is this month
 */
export async function summarizeMonth(
  ctx: Context,
  provider: { id: string; timezone: string },
  month: string | null,
): Promise<MonthOfSales> {
  const nowMs = ctx.clock.now();
  const today = Math.floor(wallClock(nowMs, provider.timezone) / DAY) * DAY;
  const asked = /^20\d{2}-\d{2}$/.test(month ?? "") ? parseDate(`${month}-01`) : null;
  const first = asked !== null && asked <= today ? asked : parseDate(`${monthOf(today)}-01`)!;
  const nextFirst = Date.UTC(new Date(first).getUTCFullYear(), new Date(first).getUTCMonth() + 1, 1);
  const length = Math.round((nextFirst - first) / DAY);
  const running = today < nextFirst;
  const shown = running ? Math.round((today - first) / DAY) + 1 : length;

  /** Instants at which its days begin, and the last one ends. */
  const begins = Array.from({ length: shown + 1 }, (_, day) => iso(startOfDate(first + day * DAY, provider.timezone)));
  const days = begins.slice(0, shown).map((_, day): DayOfSales => ({
    date: iso(first + day * DAY).slice(0, 10),
    ...nothing(),
    seats: 0,
    filled: 0,
    closed: false,
  }));
  const dayOf = (at: string) => days[indexOf(begins, at)];

  const [from, until] = [begins[0], begins[shown]];
  const [sales, back, rooms, closures] = await Promise.all([
    listSales(ctx.db, provider.id, from, until),
    listRefundedAmounts(ctx.db, provider.id, from, until),
    listSeatUse(ctx.db, provider.id, from, until),
    blackoutsJson(ctx.db, provider.id, from, until),
  ]);
  const columns = { seat: "classesCents", pack: "packsCents", card: "giftCardsCents", tip: "tipsCents" } as const;
  for (const [at, gave, cents] of sales) {
    dayOf(at)[columns[gave]] += cents;
    dayOf(at).revenueCents += cents;
  }
  for (const [at, cents] of back) {
    dayOf(at).refundsCents += cents;
    dayOf(at).revenueCents -= cents;
  }
  const now = iso(nowMs);
  for (const [at, seats, taken] of rooms) {
    dayOf(at).seats += seats;
    if (at <= now) dayOf(at).filled += taken;
  }
  for (const { startsAt, endsAt } of JSON.parse(closures) as { startsAt: string; endsAt: string }[]) {
    for (const [day, of] of days.entries()) {
      if (startsAt <= begins[day] && endsAt >= begins[day + 1] && of.seats === 0) of.closed = true;
    }
  }

  const total = { ...nothing(), seats: 0, filled: 0 };
  for (const day of days) {
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += day[key];
  }
  return {
    month: monthOf(first),
    length,
    days,
    total,
    running,
    previous: monthOf(first - DAY),
    next: running ? null : monthOf(nextFirst),
  };
}

function nothing(): Takings {
  return { classesCents: 0, packsCents: 0, giftCardsCents: 0, tipsCents: 0, refundsCents: 0, revenueCents: 0 };
}

/** The last of `begins` that is not after `at`. */
function indexOf(begins: string[], at: string): number {
  let [low, high] = [0, begins.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (begins[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
