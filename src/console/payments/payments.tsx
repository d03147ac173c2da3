/** The payments page. */
import { listDisputedCheckouts } from "../../domain/disputed_checkouts.ts";
import { listRefundsInNeed } from "../../domain/refunds_in_need.ts";
import { iso } from "../../domain/time.ts";
import { listUnknownCheckouts } from "../../domain/unknown_checkouts.ts";
import { askStripeState } from "../../workflows/account/stripe_onboarding.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";
import { DisputedCheckouts } from "./disputed_checkouts.tsx";
import { RefundsInNeed } from "./refunds_in_need.tsx";
import { StripeAccount } from "./stripe_account.tsx";
import { stripeDashboard } from "./stripe_dashboard.ts";
import { UnknownPayments } from "./unknown_payments.tsx";

/** Nobody waits longer for a Stripe that hangs. */
const PATIENCE = 3_000;
/** More are in `GET checkouts`. */
const MOST_DISPUTED = 50;
const FLASH = {
  back: "You are back from Stripe. Below is how your account stands now.",
  refunded: "The refund is on its way.",
  manual: "Recorded: you refunded it yourself. It is not tried again.",
};

/** GET: the page. */
export async function paymentsPage(call: PageContext): Promise<Response> {
  const { ctx, provider, nowMs } = call;
  const [account, refunds, disputed, unknown] = await Promise.all([
    askStripeState(ctx, provider.id, PATIENCE),
    listRefundsInNeed(ctx.db, provider.id, iso(nowMs)),
    listDisputedCheckouts(ctx.db, provider.id, MOST_DISPUTED),
    listUnknownCheckouts(ctx.db, provider.id),
  ]);
  const inNeed = <RefundsInNeed call={call} refunds={refunds} connected={account.accountId !== null} />;
  return showPage(
    call,
    { title: "Payments", tab: "payments", narrow: true, flash: FLASH, status: call.refused ? 400 : 200 },
    <UnknownPayments call={call} payments={unknown} />,
    refunds.length > 0 && inNeed,
    <DisputedCheckouts call={call} checkouts={disputed} />,
    <StripeAccount state={account} call={call} />,
    refunds.length === 0 && inNeed,
    <Section id="disputes" title="Disputes">
      <div class="stack">
        <p>
          When a client disputes a payment with their bank, you are notified by email, and the booking stays as it is.
          Answer in your Stripe dashboard before the date it names: without an answer the payment is lost.
        </p>
        <a class="button" href={stripeDashboard(call, "disputes")}>Disputes in your Stripe dashboard</a>
      </div>
    </Section>,
  );
}
