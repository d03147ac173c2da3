/** A customer cancels with the token bound to their booking. */
import { findClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { findEnrollment } from "../../domain/enrollments.ts";
import { refusedToken } from "../../domain/errors.ts";
import { cancelTokenEnd } from "../notifications/customer_links.ts";
import type { Cancelled } from "./cancellation.ts";
import { cancelEnrollment } from "./cancel_enrollment.ts";

/** @throws DomainError 401 (token), not_found, 410, 502 */
export async function cancelByToken(
  ctx: Context,
  enrollmentId: string,
  token: string,
  cancelReason: string | null,
): Promise<Cancelled> {
  await checkCancelToken(ctx, enrollmentId, token);
  return await cancelEnrollment(ctx, enrollmentId, { by: "customer", reason: cancelReason, choice: "policy" });
}

/** @throws DomainError invalid_token, expired_token */
export async function checkCancelToken(ctx: Context, enrollmentId: string, token: string): Promise<void> {
  const verified = ctx.tokens.verify("v1", token, ctx.clock.now());
  const record = verified.ok || verified.reason === "expired" ? verified.record : null;
  if (record !== enrollmentId || !verified.ok && !await isExtendedByMove(ctx, enrollmentId)) {
    const reason = record === enrollmentId ? "expired" : "malformed";
    throw refusedToken(
      reason,
      "The token in `cancelToken`",
      "Use the one that was answered when this booking was made.",
    );
  }
}

/** Whether an expired token is still valid, because the class was moved to a later time. */
async function isExtendedByMove(ctx: Context, enrollmentId: string): Promise<boolean> {
  const enrollment = await findEnrollment(ctx.db, enrollmentId);
  const session = enrollment && await findClass(ctx.db, enrollment.providerId, enrollment.classId);
  return session !== null && ctx.clock.now() < cancelTokenEnd(session.scheduledAt);
}
