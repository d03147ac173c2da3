/** Who is in a class. */
import { managedClassJson } from "../../domain/class_lists.ts";
import type { Context } from "../context.ts";
import { rosterJson } from "../../domain/enrollment_lists.ts";
import { waitlistJson } from "../../domain/waitlist.ts";

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
