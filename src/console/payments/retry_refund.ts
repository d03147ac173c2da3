/** Another try of a refund. */
import { retryRefund } from "../../workflows/payments/manual_refund.ts";
import { reworded } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

/** POST: tries. */
export async function retry({ ctx, provider, id }: PageContext): Promise<Response> {
  await reworded(retryRefund(ctx, provider.id, id), {
    refund_failed: "It did not work this time either, and nothing was changed. The reason is below.",
  });
  return redirect("/console/payments", "refunded");
}
