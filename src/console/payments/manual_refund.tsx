/** A refund that the owner has paid another way. */
import { DomainError } from "../../domain/errors.ts";
import { getRefundInNeed, type RefundInNeed } from "../../domain/refunds.ts";
import { iso } from "../../domain/time.ts";
import { recordManualRefund } from "../../workflows/payments/manual_refund.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import type { Errors } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { showPayments } from "./payments.tsx";
import { clientName, isOfBooking } from "./refund_advice.ts";

const PAYMENTS = "/console/payments";

/** GET: asks. */
export const manualRefundPage = (call: PageContext) => ask(call);

/** POST: records it. */
export async function manualRefund(call: PageContext): Promise<Response> {
  let outcome: "manual" | "made";
  try {
    outcome = await recordManualRefund(call.ctx, call.provider.id, call.id);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    const errors = { "": error.message };
    return await ask(call, errors).catch(() => showPayments(call, errors));
  }
  return redirect(PAYMENTS, outcome);
}

async function ask(call: PageContext, errors?: Errors): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const refund = await getRefundInNeed(ctx.db, provider.id, call.id, iso(nowMs));
  const money = format.money(refund.amountCents);
  const name = clientName(refund);
  return confirmPage(call, {
    tab: "payments",
    narrow: true,
    title: `You refunded ${money} to ${name} yourself?`,
    consequence: (
      <>
        <p>
          Record it once {name}{" "}
          has the money: in cash, by bank transfer, or any other way outside this refund. It counts as refunded from
          today, and Stripe is never asked for it again.
        </p>
        <p>{describeEffect(refund)} This can’t be undone.</p>
      </>
    ),
    action: `${PAYMENTS}/refunds/${refund.id}/manual`,
    confirm: `Close refund, I paid ${money}`,
    keep: { href: `${PAYMENTS}#refunds`, label: "Keep refund open" },
    errors,
  });
}

/** What else happens to the booking. */
function describeEffect(refund: RefundInNeed): string {
  if (refund.accepted && isOfBooking(refund)) {
    return "The booking is cancelled already, and no other email is sent.";
  }
  switch (refund.reason) {
    case "cancellation":
      return `The booking of ${refund.what} is cancelled now, and an email says so, and that you have refunded it.`;
    case "class_cancelled":
      return "The class is cancelled and everybody is notified; the booking ends now too, and no other email is sent.";
    default:
      return "No booking depends on it, and no other email is sent.";
  }
}
