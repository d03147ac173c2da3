/** What a new class takes from its service when nothing else is said. */
import type { Tx } from "../../db/database.ts";
import type { ClassInput } from "../../domain/class_sessions.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import type { Service } from "../../domain/services.ts";
import { findInstructor } from "../../domain/staff.ts";

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

/** @throws DomainError invalid_request (after the year 9998) */
export function classInput(
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

/** @throws DomainError not_found */
export async function resolveInstructor(
  tx: Tx,
  providerId: string,
  id: string | null | undefined,
): Promise<string | null> {
  if (id === undefined || id === null) return null;
  if (!await findInstructor(tx, providerId, id)) throw new DomainError("not_found", "Instructor not found.");
  return id;
}
