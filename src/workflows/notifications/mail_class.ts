/** How mails and calendars describe a class. */
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { MailClass } from "../../mail/data.ts";

/** The class as it is today; the mail keeps it so. */
export function mailClass(session: ClassSession): MailClass {
  return {
    name: session.nameSnapshot,
    scheduledAt: session.scheduledAt,
    durationMin: session.durationMin,
    instructor: session.instructorName,
  };
}

/** Calendars accept a change only under a higher number: the class's changes and the booking's own. */
export function calendarSequence(session: { sequence: number }, enrollment: { sequence: number }): number {
  return session.sequence + enrollment.sequence;
}
