/** A class is cancelled while its owner waits for the page, but not for long. */
import { getClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { codeOf, DomainError } from "../../domain/errors.ts";
import { inTime } from "../in_time.ts";
import { cancelClass, type ClassCancelled } from "./cancel_class.ts";

/**
 * Answers when all is done, or null after `patienceMs` while it goes on. What fails then is logged: the refunds are recorded, so the
 * worker finishes them.
 * @throws DomainError not_found, 410 (completed)
 */
export async function cancelClassPatiently(
  ctx: Context,
  providerId: string,
  classId: string,
  message: string | null,
  patienceMs: number,
): Promise<ClassCancelled | null> {
  const work = cancelClass(ctx, providerId, classId, message).catch(async (error) => {
    if (error instanceof DomainError || (await getClass(ctx.db, providerId, classId)).status !== "Cancelled") {
      throw error;
    }
    ctx.log.error("class_half_cancelled", {
      classId,
      name: error instanceof Error ? error.name : "unknown",
      code: codeOf(error),
    });
    return null;
  });
  const first = await inTime(work, patienceMs, "goes on" as const);
  if (first !== "goes on") return first;
  work.catch((error) =>
    ctx.log[error instanceof DomainError ? "warn" : "error"]("class_not_cancelled", {
      classId,
      name: String(error?.name),
    })
  );
  return null;
}
