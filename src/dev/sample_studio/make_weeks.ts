/** The classes of the next weeks. */
import { findClass } from "../../domain/class_sessions.ts";
import { DAY, fromWallClock, HOUR, iso, ms, wallClock } from "../../domain/time.ts";
import { listClassesBetween } from "../../domain/class_lists.ts";
import { scheduleBatch } from "../../workflows/classes/schedule_batch.ts";
import type { Context } from "../../workflows/context.ts";
import { FULL_CLASS, SERVICES, WEEKLY_CLASSES, WEEKS, ZONE } from "./data.ts";
import type { Catalog } from "./make_catalog.ts";

export interface MadeClass {
  id: string;
  scheduledAt: string;
  priceCents: number;
  capacity: number;
  enrolledCount: number;
}

export interface Weeks {
  paidClassId: string;
  freeClassId: string;
  /** To be filled. */
  fullClass: MadeClass;
  /** With places for more than one, and none of those that the printed commands are about. */
  spareClassIds: string[];
}

/** Makes the classes that are not there yet. */
export async function makeWeeks(ctx: Context, providerId: string, catalog: Catalog): Promise<Weeks> {
  const nowMs = ctx.clock.now();
  const standing = await listClassesBetween(ctx.db, providerId, iso(nowMs), iso(nowMs + (WEEKS + 2) * 7 * DAY));
  const made: MadeClass[] = [];
  const wall = wallClock(nowMs, ZONE);
  const midnight = wall - wall % DAY;
  const at = (day: number, hour: number) => iso(fromWallClock(midnight + day * DAY + hour * HOUR, ZONE));

  async function schedule(one: Omit<typeof WEEKLY_CLASSES[number], "weekdays">, first: string, weeks: number) {
    const service = catalog.services[one.service];
    const local = wallClock(ms(first), ZONE);
    const times = Array.from({ length: weeks }, (_, week) => iso(fromWallClock(local + week * 7 * DAY, ZONE)));
    const there = standing.filter((other) =>
      other.serviceId === service && other.status === "Scheduled" && times.includes(other.scheduledAt)
    );
    const missing = times.filter((time) => there.every((other) => other.scheduledAt !== time));
    const { capacity, publicNote } = one;
    const ids = await scheduleBatch(
      ctx,
      providerId,
      missing.map((scheduledAt) => ({
        serviceId: service,
        instructorId: catalog.instructors[one.instructor],
        scheduledAt,
        capacity,
        publicNote,
      })),
      { asSeries: true },
    );
    made.push(...there, ...await Promise.all(ids.map(async (id) => (await findClass(ctx.db, providerId, id))!)));
  }

  for (let day = 0; day < 7; day++) {
    const weekday = new Date(midnight + day * DAY).getUTCDay();
    for (const one of WEEKLY_CLASSES.filter(({ weekdays }) => weekdays.includes(weekday))) {
      // This week's, or next week's if that is over or about to begin.
      const first = at(ms(at(day, one.hour)) > nowMs + HOUR ? day : day + 7, one.hour);
      await schedule(one, first, WEEKS);
    }
  }
  await schedule(FULL_CLASS, at(3, FULL_CLASS.hour), 1);
  return choose(made, nowMs);
}

/** Which of the classes are printed, and which are for regulars. */
function choose(made: MadeClass[], nowMs: number): Weeks {
  const { flow } = SERVICES;
  const fullClass = made.at(-1)!;
  const soon = made.filter((one) => ms(one.scheduledAt) > nowMs + 2 * DAY);
  const paidClassId = soon.find((one) => one.priceCents === flow.priceCents && one.capacity === flow.capacity)!.id;
  return {
    paidClassId,
    freeClassId: soon.find((one) => one.priceCents === 0 && one.id !== fullClass.id)!.id,
    fullClass,
    spareClassIds: made.filter((one) =>
      one.priceCents > 0 && one.capacity > 3 && one.enrolledCount === 0 && one.id !== paidClassId &&
      ms(one.scheduledAt) < nowMs + 8 * DAY
    ).map((one) => one.id),
  };
}
