/** A refund that the owner has paid another way. */
import { getRefundInNeed, type RefundInNeed } from "../../domain/refunds_in_need.ts";
import { iso } from "../../domain/time.ts";
import { recordManualRefund } from "../../workflows/payments/manual_refund.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { paymentsPage } from "./payments.tsx";
import { clientName, isOfBooking } from "./refund_advice.ts";

export const manualRefund: FormHandler = {
  async page(call) {
    const { ctx, provider, id, nowMs, refused } = call;
    // It may need the owner no more: then the refusal stands on the page of all.
    const refund = await getRefundInNeed(ctx.db, provider.id, id, iso(nowMs)).catch((error) => {
      if (!refused) throw error;
    });
    if (!refund) return await paymentsPage(call);
    const money = call.format.money(refund.amountCents);
    const name = clientName(refund);
    return confirmPage(
      call,
      {
        tab: "payments",
        narrow: true,
        status: refused ? 400 : 200,
        title: `You refunded ${money} to ${name} yourself?`,
        confirm: `Close refund, I paid ${money}`,
        keep: { href: "/console/payments#refunds", label: "Keep refund open" },
      },
      <p>
        Record it once {name}{" "}
        has the money: in cash, by bank transfer, or any other way outside this refund. It counts as refunded from
        today, and Stripe is never asked for it again.
      </p>,
      <p>{describeEffect(refund)} This can’t be undone.</p>,
    );
  },
  async submit({ ctx, provider, id }) {
    await recordManualRefund(ctx, provider.id, id);
    return redirect("/console/payments", "manual");
  },
};

/** What else happens to the booking. */
function describeEffect(refund: RefundInNeed): string {
  if (refund.state === "owed" && isOfBooking(refund)) {
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
