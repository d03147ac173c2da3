/** The studio's week: classes made, moved, completed; appointments; who did not come. */
import type { Tx } from "../../db/database.ts";
import {
  appointmentJson,
  createAppointment,
  getAppointmentOf,
  setAppointmentStatus,
} from "../../domain/appointments.ts";
import {
  type ClassInput,
  createClass,
  getClass,
  managedClassJson,
  seatsLeft,
  setClassStatus,
  updateClass,
} from "../../domain/class_sessions.ts";
import { upsertClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import {
  completeEnrollments,
  getEnrollmentOf,
  listEnrollmentsOfClass,
  managedEnrollmentJson,
  markNoShow,
  rosterJson,
} from "../../domain/enrollments.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { getService, type Service } from "../../domain/services.ts";
import { findInstructor } from "../../domain/staff.ts";
import { DAY, fromWallClock, iso, ms, wallClock } from "../../domain/time.ts";
import { waitlistJson } from "../../domain/waitlist.ts";
import { resetAttendance } from "./attendance.ts";
import type { Customer } from "../bookings/book_class.ts";
import { tipTokenFor } from "../notifications/customer_links.ts";
import { enqueueClassMoved } from "../notifications/enqueue_classes.ts";
import { enqueuePostVisit } from "../notifications/enqueue_visits.ts";
import { enqueueSeatOpened } from "../notifications/enqueue_waitlist.ts";

export interface NewClass {
  serviceId: string;
  scheduledAt: string;
  instructorId?: string | null;
  capacity?: number;
  priceCents?: number;
  durationMin?: number;
  publicNote?: string | null;
  /** How many weeks, this one included: each at the same local time. */
  weeks?: number;
}

/**
 * Makes one class, or one a week at the same wall-clock time in the studio's zone.
 * @returns each class as JSON
 * @throws DomainError not_found (service, instructor), invalid (one would be after the year 9998: none is made)
 */
export async function scheduleClasses(ctx: Context, providerId: string, input: NewClass): Promise<string[]> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const service = await getService(tx, providerId, input.serviceId);
    const instructorId = await knownInstructor(tx, providerId, input.instructorId);
    const provider = await getProvider(tx, providerId);
    const firstWall = wallClock(ms(input.scheduledAt), provider.timezone);
    const made: string[] = [];
    for (let week = 0; week < (input.weeks ?? 1); week++) {
      const at = week === 0 ? ms(input.scheduledAt) : fromWallClock(firstWall + week * 7 * DAY, provider.timezone);
      const id = await createClass(tx, providerId, classOf(service, input, instructorId, iso(at)), now);
      made.push(await managedClassJson(tx, providerId, id));
    }
    return made;
  });
}

/**
 * Makes exactly these classes, all of them or none.
 * @returns their ids, in the same order
 * @throws DomainError not_found (service, instructor), invalid (one would be after the year 9998)
 */
export async function makeClasses(
  ctx: Context,
  providerId: string,
  inputs: Omit<NewClass, "weeks">[],
): Promise<string[]> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const made: string[] = [];
    for (const input of inputs) {
      const service = await getService(tx, providerId, input.serviceId);
      const instructorId = await knownInstructor(tx, providerId, input.instructorId);
      made.push(await createClass(tx, providerId, classOf(service, input, instructorId, input.scheduledAt), now));
    }
    return made;
  });
}

function classOf(
  service: Service,
  input: Omit<NewClass, "weeks">,
  instructorId: string | null,
  scheduledAt: string,
): ClassInput {
  // As late as a single class may be: a year of five digits would sort before all others.
  if (new Date(scheduledAt).getUTCFullYear() > 9998) throw invalid("scheduledAt", "No class is after the year 9998.");
  return {
    serviceId: service.id,
    instructorId,
    nameSnapshot: service.name,
    scheduledAt,
    durationMin: input.durationMin ?? service.durationMin,
    priceCents: input.priceCents ?? service.priceCents,
    capacity: input.capacity ?? service.capacity,
    publicNote: input.publicNote ?? null,
  };
}

async function knownInstructor(tx: Tx, providerId: string, id: string | null | undefined): Promise<string | null> {
  if (id === undefined || id === null) return null;
  if (!await findInstructor(tx, providerId, id)) throw new DomainError("not_found", "Instructor not found.");
  return id;
}

export type ClassChange = Partial<Omit<ClassInput, "serviceId" | "nameSnapshot">>;

/**
 * Changes a Scheduled class. Its customers are mailed when it moves; the owner is told when seats open while somebody waits.
 * @throws DomainError not_found, gone (cancelled or completed), conflict (fewer seats than are taken)
 */
export async function changeClass(
  ctx: Context,
  providerId: string,
  classId: string,
  change: ClassChange,
): Promise<string> {
  const json = await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const before = await getClass(tx, providerId, classId);
    if (before.status !== "Scheduled") {
      throw new DomainError("gone", `This class is ${before.status.toLowerCase()} and can't be changed any more.`);
    }
    const next = { ...before, ...change };
    if (change.instructorId !== undefined) {
      next.instructorId = await knownInstructor(tx, providerId, change.instructorId);
    }
    if (next.capacity < before.enrolledCount + before.heldCount) {
      throw new DomainError("conflict", "More seats than that are taken already.", {
        seatsTaken: before.enrolledCount + before.heldCount,
      });
    }
    await updateClass(tx, classId, next, now);
    const after = await getClass(tx, providerId, classId);
    if (after.scheduledAt !== before.scheduledAt) {
      await resetAttendance(tx, after, now);
      for (const enrollment of await listEnrollmentsOfClass(tx, classId, ["Confirmed", "PendingPayment"])) {
        await enqueueClassMoved(ctx, tx, enrollment, after, before.scheduledAt, now);
      }
    }
    if (seatsLeft(after) > seatsLeft(before)) await enqueueSeatOpened(tx, after, `capacity:${after.sequence}`, now);
    return await managedClassJson(tx, providerId, classId);
  });
  ctx.wake("outbox");
  return json;
}

/** Confirmed → Completed. A second time changes nothing. @throws DomainError not_found, gone (cancelled), conflict (not begun) */
export async function completeClass(ctx: Context, providerId: string, classId: string): Promise<string> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const session = await getClass(tx, providerId, classId);
    if (session.status === "Cancelled") throw new DomainError("gone", "This class was cancelled.");
    if (session.scheduledAt > now) throw new DomainError("conflict", "This class has not started yet.");
    if (session.status === "Scheduled") {
      await setClassStatus(tx, classId, "Completed", now);
      await completeEnrollments(tx, classId, now);
    }
    return await managedClassJson(tx, providerId, classId);
  });
}

/** `{class, enrollments, holds, waitlist}` with client details, as JSON. @throws DomainError not_found */
export async function roster(ctx: Context, providerId: string, classId: string): Promise<string> {
  const session = await managedClassJson(ctx.db, providerId, classId);
  const [enrollments, holds, waitlist] = await Promise.all([
    rosterJson(ctx.db, classId, false),
    rosterJson(ctx.db, classId, true),
    waitlistJson(ctx.db, classId),
  ]);
  return `{"class":${session},"enrollments":${enrollments},"holds":${holds},"waitlist":${waitlist}}`;
}

/** Confirmed or Completed → NoShow. @throws DomainError not_found, gone (also a cancelled class), conflict (not begun) */
export async function noShow(ctx: Context, providerId: string, enrollmentId: string): Promise<string> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    const session = await getClass(tx, providerId, enrollment.classId);
    if (["Cancelled", "Expired"].includes(enrollment.status)) {
      throw new DomainError("gone", "This booking holds no seat any more.");
    }
    if (session.status === "Cancelled") throw new DomainError("gone", "This class was cancelled.");
    if (session.scheduledAt > now) throw new DomainError("conflict", "This class has not started yet.");
    if (enrollment.status === "PendingPayment") throw new DomainError("conflict", "This booking is not paid yet.");
    await markNoShow(tx, enrollmentId, now);
    return await managedEnrollmentJson(tx, enrollmentId);
  });
}

// ---------------------------------------------------------------- appointments

/** @throws DomainError not_found (service) */
export async function bookAppointment(
  ctx: Context,
  providerId: string,
  input: { serviceId: string; scheduledAt: string; client: Customer },
): Promise<string> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const service = await getService(tx, providerId, input.serviceId);
    const client = await upsertClient(tx, providerId, { ...input.client, origin: null }, now);
    const id = await createAppointment(tx, {
      providerId,
      serviceId: service.id,
      clientId: client.id,
      scheduledAt: input.scheduledAt,
    }, now);
    return await appointmentJson(tx, id);
  });
}

/**
 * Completes a visit and mails the post-visit message, with the tip link where the service takes tips. A second time answers the same,
 * with a fresh token.
 * @throws DomainError not_found, gone (cancelled), conflict (not begun)
 */
export async function completeAppointment(
  ctx: Context,
  providerId: string,
  id: string,
): Promise<{ appointment: string; tipToken: string }> {
  const done = await ctx.db.write(providerId, async (tx) => {
    const nowMs = ctx.clock.now();
    const now = iso(nowMs);
    const appointment = await getAppointmentOf(tx, providerId, id);
    if (appointment.status === "Cancelled") throw new DomainError("gone", "This appointment was cancelled.");
    if (appointment.scheduledAt > now) throw new DomainError("conflict", "This appointment has not started yet.");
    const tipToken = tipTokenFor(ctx, id);
    if (appointment.status === "Scheduled") {
      await setAppointmentStatus(tx, id, "Completed", now);
      await enqueuePostVisit(ctx, tx, appointment, tipToken, now);
    }
    return { appointment: await appointmentJson(tx, id), tipToken };
  });
  ctx.wake("outbox");
  return done;
}

/** @throws DomainError not_found, gone (completed) */
export async function cancelAppointment(ctx: Context, providerId: string, id: string): Promise<string> {
  return await ctx.db.write(providerId, async (tx) => {
    const appointment = await getAppointmentOf(tx, providerId, id);
    if (appointment.status === "Completed") {
      throw new DomainError("gone", "This appointment is completed and can't be cancelled any more.");
    }
    await setAppointmentStatus(tx, id, "Cancelled", iso(ctx.clock.now()));
    return await appointmentJson(tx, id);
  });
}
