/** A month of a studio's sales and seats, day by day on its own calendar. Reading only. */
import { blackoutsJson } from "../../domain/blackouts.ts";
import { listOfflineAmounts } from "../../domain/offline_payments.ts";
import { listRefundedAmounts, listSales, listSeatUse } from "../../domain/sales.ts";
import { DAY, iso, parseDate, startOfDate, wallClock } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** In minor units of the studio's currency. */
export interface Figures {
  classesCents: number;
  packsCents: number;
  giftCardsCents: number;
  tipsCents: number;
  /** Positive. */
  refundsCents: number;
  /** Sales less refunds; below zero on a day of refunds. */
  revenueCents: number;
  /** Paid elsewhere for classes, and in no revenue: nothing of it is at Stripe. */
  offlineCents: number;
  /** Capacity of the classes that have begun, cancelled ones left out. */
  seats: number;
  /** Seats taken in these. */
  filled: number;
}

export interface DayOfSales extends Figures {
  /** `YYYY-MM-DD` of the studio's calendar. */
  date: string;
  /** Closed from midnight to midnight, and no class. */
  closed: boolean;
}

export interface MonthOfSales {
  /** `YYYY-MM` */
  month: string;
  /** How many days the month has; `days` ends with today. */
  length: number;
  days: DayOfSales[];
  total: Figures;
  /** Whether it is the current month: then its last day is not over. */
  running: boolean;
  previous: string;
  /** Null when it has not begun. */
  next: string | null;
}

/**
 * Each day begins at the studio's midnight, whatever the clocks do in it.
 * @param month `YYYY-MM`; anything else, and a month that has not begun, is the current one
 */
export async function summarizeMonth(
  ctx: Context,
  provider: { id: string; timezone: string },
  month: string | null,
): Promise<MonthOfSales> {
  const nowMs = ctx.clock.now();
  const { dates, begins, ...calendar } = calendarOf(month, provider.timezone, nowMs);
  const days = dates.map((date): DayOfSales => ({ date, ...noFigures(), closed: false }));
  const dayOf = (at: string) => days[lastNotAfter(begins, at)];

  const [from, until] = [begins[0], begins[days.length]];
  const [sales, refunds, offline, seatUse, blackouts] = await Promise.all([
    listSales(ctx.db, provider.id, from, until),
    listRefundedAmounts(ctx.db, provider.id, from, until),
    listOfflineAmounts(ctx.db, provider.id, from, until),
    listSeatUse(ctx.db, provider.id, from, until),
    blackoutsJson(ctx.db, provider.id, from, until),
  ]);
  for (const [at, fulfillment, cents] of sales) {
    dayOf(at)[COLUMNS[fulfillment]] += cents;
    dayOf(at).revenueCents += cents;
  }
  for (const [at, cents] of refunds) {
    dayOf(at).refundsCents += cents;
    dayOf(at).revenueCents -= cents;
  }
  for (const [at, cents] of offline) dayOf(at).offlineCents += cents;
  const now = iso(nowMs);
  const open = new Set<DayOfSales>();
  for (const [at, capacity, taken] of seatUse) {
    const day = dayOf(at);
    open.add(day);
    if (at > now) continue;
    day.seats += capacity;
    day.filled += taken;
  }
  for (const { startsAt, endsAt } of JSON.parse(blackouts) as { startsAt: string; endsAt: string }[]) {
    for (const [index, day] of days.entries()) {
      if (startsAt <= begins[index] && endsAt >= begins[index + 1] && !open.has(day)) day.closed = true;
    }
  }
  return { ...calendar, days, total: sumOf(days) };
}

const COLUMNS = { seat: "classesCents", package: "packsCents", gift_card: "giftCardsCents", tip: "tipsCents" } as const;

const monthOf = (dateMs: number) => iso(dateMs).slice(0, 7);

/** A month until today: its dates, the instants at which they begin and the last one ends, and the months around it. */
function calendarOf(month: string | null, timezone: string, nowMs: number) {
  const today = Math.floor(wallClock(nowMs, timezone) / DAY) * DAY;
  const asked = /^20\d{2}-\d{2}$/.test(month ?? "") ? parseDate(`${month}-01`) : null;
  const first = asked !== null && asked <= today ? asked : parseDate(`${monthOf(today)}-01`)!;
  const nextFirst = Date.UTC(new Date(first).getUTCFullYear(), new Date(first).getUTCMonth() + 1, 1);
  const length = Math.round((nextFirst - first) / DAY);
  const running = today < nextFirst;
  const shown = running ? Math.round((today - first) / DAY) + 1 : length;
  return {
    month: monthOf(first),
    length,
    dates: Array.from({ length: shown }, (_, day) => iso(first + day * DAY).slice(0, 10)),
    begins: Array.from({ length: shown + 1 }, (_, day) => iso(startOfDate(first + day * DAY, timezone))),
    running,
    previous: monthOf(first - DAY),
    next: running ? null : monthOf(nextFirst),
  };
}

function noFigures(): Figures {
  return {
    classesCents: 0,
    packsCents: 0,
    giftCardsCents: 0,
    tipsCents: 0,
    refundsCents: 0,
    revenueCents: 0,
    offlineCents: 0,
    seats: 0,
    filled: 0,
  };
}

function sumOf(days: Figures[]): Figures {
  const total = noFigures();
  for (const day of days) for (const key of Object.keys(total) as (keyof Figures)[]) total[key] += day[key];
  return total;
}

/** Index of the day that an instant is in. */
function lastNotAfter(begins: string[], at: string): number {
  let [low, high] = [0, begins.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (begins[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
