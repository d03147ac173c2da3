/** Another try of a refund. */
import { DomainError } from "../../domain/errors.ts";
import { retryRefund } from "../../workflows/payments/manual_refund.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { showPayments } from "./payments.tsx";

/** POST: tries. */
export async function retry(call: PageContext): Promise<Response> {
  try {
    await retryRefund(call.ctx, call.provider.id, call.id);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    return await showPayments(call, {
      "": error.code === "downstream"
        ? "It did not work this time either, and nothing was changed. The reason is below."
        : error.message,
    });
  }
  return redirect("/console/payments", "refunded");
}
