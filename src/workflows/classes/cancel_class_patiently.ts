/** A class is cancelled by somebody who waits at a page. */
import { getClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { cancelClass, type ClassCancelled } from "./cancel_class.ts";

/**
 * The same for somebody at a page: answers when all is done, or after `patienceMs` with null while it goes on. What breaks then is
 * logged; the refunds are written down, so the worker ends them.
 * @throws DomainError not_found, gone (completed)
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
    ctx.log.error("class_half_cancelled", { classId, name: error instanceof Error ? error.name : "unknown" });
    return null;
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<"goes on">((resolve) => timer = setTimeout(resolve, patienceMs, "goes on"));
  try {
    const first = await Promise.race([work, patience]);
    if (first !== "goes on") return first;
    work.catch((error) =>
      ctx.log[error instanceof DomainError ? "warn" : "error"]("class_not_cancelled", {
        classId,
        name: String(error?.name),
      })
    );
    return null;
  } finally {
    clearTimeout(timer);
  }
}
