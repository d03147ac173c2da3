/**
 * The seats of a class: `enrolled_count` counts Confirmed, Completed and NoShow enrollments, `held_count` holds. Triggers on the enrollments
 * move both, and a CHECK keeps them within the capacity.
 */
import type { ClassSession } from "./class_sessions.ts";
import { DomainError } from "./errors.ts";

/** The one rule of when a class is full, for bookings and the waitlist alike. */
export function seatsLeft(session: ClassSession): number {
  return Math.max(0, session.capacity - session.enrolledCount - session.heldCount);
}

/** No seat is left. */
export function classFull(): DomainError {
  return new DomainError("class_full", "This class is full. Join the waitlist instead.", { waitlistAvailable: true });
}

/** For a write that takes a seat: the database's own refusal of one too many, whoever took the last, is `class_full`. Over a server it is heard of later. */
export async function takingSeat<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw error instanceof Error && /CHECK constraint failed: class_full/.test(error.message) ? classFull() : error;
  }
}
