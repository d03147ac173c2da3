/** What happened in the sample studio's last two months: always the same, counted back from today. */
import { DAY, fromWallClock, HOUR, iso, MINUTE, ms, wallClock } from "../../../domain/time.ts";
import {
  PACKAGE_TYPES,
  PAST_CLIENTS,
  PAST_PACKS,
  REGULARS,
  SERVICES,
  WEEKLY_CLASSES,
  type WeeklyClass,
  ZONE,
} from "../data.ts";

/** So many days are behind it. */
export const PAST_DAYS = 56;
/** Before that it was smaller: nothing on Tuesdays and Thursdays. */
const GROWN_DAYS = 28;
const QUIET_WEEKDAYS = [2, 4];
/** Which of its classes the owner cancelled. */
const CANCELLED_CLASS = 55;

export const PEOPLE = [...REGULARS, ...PAST_CLIENTS];
export type Person = typeof PEOPLE[number];

export interface PastClass extends Omit<WeeklyClass, "weekdays" | "hour"> {
  scheduledAt: string;
  endsAtMs: number;
  isCancelled: boolean;
}

/** A pack that was bought, before the bookings which its credits pay. */
export interface PastPack {
  person: number;
  /** Of `PACKAGE_TYPES`. */
  type: number;
  atMs: number;
}

export interface Visit {
  /** Place of the class in the list. */
  class: number;
  person: number;
  paysWith: "free" | "card" | "credit";
  bookedAtMs: number;
  fate: "came" | "missed" | "cancelled" | "cancelled_late";
}

export interface Past {
  /** Before the first class was scheduled. */
  beginsAtMs: number;
  classes: PastClass[];
  packs: PastPack[];
  /** In the order in which they were booked. */
  visits: Visit[];
}

/** Plans it. */
export function planPast(nowMs: number): Past {
  const classes = planClasses(nowMs);
  const beginsAtMs = ms(classes[0].scheduledAt) - 9 * DAY;
  const packs = PAST_PACKS.map(({ buyer: person, type, day }) => ({
    person,
    type,
    atMs: beginsAtMs + day * DAY + HOUR,
  }));
  return { beginsAtMs, classes, packs, visits: planVisits(classes, packs) };
}

/** Those that are over, by time. */
function planClasses(nowMs: number): PastClass[] {
  const wall = wallClock(nowMs, ZONE);
  const midnight = wall - wall % DAY;
  const classes: PastClass[] = [];
  for (let day = -PAST_DAYS; day <= 0; day++) {
    const weekday = new Date(midnight + day * DAY).getUTCDay();
    for (const { weekdays, hour, ...one } of WEEKLY_CLASSES) {
      if (!weekdays.includes(weekday) || day < -GROWN_DAYS && QUIET_WEEKDAYS.includes(weekday)) continue;
      const startMs = fromWallClock(midnight + day * DAY + hour * HOUR, ZONE);
      const endsAtMs = startMs + SERVICES[one.service].durationMin * MINUTE;
      if (endsAtMs < nowMs - HOUR) {
        classes.push({ ...one, scheduledAt: iso(startMs), endsAtMs, isCancelled: false });
      }
    }
  }
  classes.sort((a, b) => a.endsAtMs - b.endsAtMs);
  classes[CANCELLED_CLASS].isCancelled = true;
  return classes;
}

function planVisits(classes: PastClass[], packs: PastPack[]): Visit[] {
  const credits = packs.map(({ type }) => PACKAGE_TYPES[type].sessionsTotal);
  const visits = classes.flatMap((one, n) => {
    const { capacity, priceCents } = SERVICES[one.service];
    const wanted = 1 + scatter(n) % 2 + Math.floor(2 * n / classes.length);
    return Array.from({ length: Math.min(wanted, one.capacity ?? capacity) }, (_, seat): Visit => ({
      class: n,
      person: (n * 5 + seat) % PEOPLE.length,
      paysWith: priceCents === 0 ? "free" : "card",
      bookedAtMs: ms(one.scheduledAt) - (30 + 24 * (scatter(n * 7 + seat) % 5)) * HOUR,
      fate: one.isCancelled ? "came" : fateOf(scatter(n * 11 + seat) % 24),
    }));
  }).sort((a, b) => a.bookedAtMs - b.bookedAtMs);
  for (const visit of visits) {
    const pack = packs.findIndex(({ person }) => person === visit.person);
    if (pack < 0 || visit.paysWith === "free" || credits[pack] === 0 || visit.bookedAtMs <= packs[pack].atMs) continue;
    visit.paysWith = "credit";
    credits[pack]--;
  }
  return visits;
}

function fateOf(n: number): Visit["fate"] {
  return n < 2 ? "missed" : n < 4 ? "cancelled" : n === 4 ? "cancelled_late" : "came";
}

/** Scatters numbers, always the same way. */
function scatter(n: number): number {
  const mixed = Math.imul(n + 1, 2_654_435_761);
  return (mixed ^ mixed >>> 15) >>> 0;
}
