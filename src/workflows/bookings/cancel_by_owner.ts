/** The owner cancels a booking. */
import type { Context } from "../context.ts";
import { getEnrollmentOf, type RefundChoice } from "../../domain/enrollments.ts";
import type { Cancelled } from "./cancellation.ts";
import { cancelEnrollment } from "./cancel_enrollment.ts";

/** @throws DomainError not_found (also another provider's), 410, 502 */
export async function cancelByOwner(
  ctx: Context,
  providerId: string,
  enrollmentId: string,
  input: { choice: RefundChoice; reason: string | null },
): Promise<Cancelled> {
  await getEnrollmentOf(ctx.db, providerId, enrollmentId);
  return await cancelEnrollment(ctx, enrollmentId, { by: "owner", ...input });
}
