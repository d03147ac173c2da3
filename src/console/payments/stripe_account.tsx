/** The studio's Stripe account: how it stands, what that means, and what to do. */
import type { askStripeState } from "../../workflows/account/stripe_onboarding.ts";
import { Notice } from "../ui/flash.tsx";
import { LOCALE } from "../ui/format.ts";
import { Facts } from "../ui/facts.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";
import { ConnectButton } from "./connect_button.tsx";
import { stripeDashboard } from "./stripe_dashboard.ts";

type State = Awaited<ReturnType<typeof askStripeState>>;

export function StripeAccount({ call, state }: { call: PageContext; state: State }) {
  const isOwn = call.ctx.settings.stripeMode === "own";
  return (
    <Section id="account" title="Your Stripe account">
      <div class="stack">
        {!state.answered && (
          <Notice kind="attention">
            Stripe does not answer just now. This is what was last known; it may have changed. Open this page again in a
            minute.
          </Notice>
        )}
        {isOwn && !state.chargesEnabled
          ? <OwnNotEnabled known={state.accountId !== null} />
          : <Explanation state={state} />}
        {state.accountId && <Capabilities state={state} />}
        {isOwn || state.chargesEnabled && state.payoutsEnabled
          ? <a class="button" href={stripeDashboard(call, "dashboard")}>Open your Stripe dashboard</a>
          : <ConnectButton call={call} label={state.accountId ? "Continue at Stripe" : "Connect Stripe"} />}
        <PlatformFee basisPoints={call.ctx.settings.platformFeeBps} />
      </div>
    </Section>
  );
}

function Capabilities({ state }: { state: State }) {
  const facts = {
    "Your details": state.detailsSubmitted ? "Submitted" : "Missing",
    "Taking payments": state.chargesEnabled ? "On" : "Not yet",
    "Payouts to your bank": state.payoutsEnabled ? "On" : "Not yet",
  };
  return <Facts class="even" facts={facts} />;
}

function PlatformFee({ basisPoints }: { basisPoints: number }) {
  if (basisPoints <= 0) return null;
  const share = (basisPoints / 10_000).toLocaleString(LOCALE, { style: "percent", maximumFractionDigits: 2 });
  return (
    <p class="muted">
      Whoever runs this server keeps {share}{" "}
      of every payment, besides Stripe’s own fees. When a payment is refunded, so is that part of it.
    </p>
  );
}

const NO_PAYMENTS =
  "Free classes can be booked. Paid classes, packs, gift cards and tips can’t: your clients are told that paying does not work yet.";

function Explanation({ state }: { state: State }) {
  if (!state.accountId) {
    return (
      <>
        <p>
          <strong>Not connected.</strong> {NO_PAYMENTS}
        </p>
        <p>
          Stripe takes the payments and pays them out to your bank; the money never passes through anybody else. Have
          your address, your bank account and an ID at hand: it takes about ten minutes.
        </p>
      </>
    );
  }
  if (!state.chargesEnabled) return <NotEnabled submitted={state.detailsSubmitted} />;
  if (!state.payoutsEnabled) {
    return (
      <p>
        <strong>You can take payments, but Stripe does not pay them out yet.</strong>{" "}
        Everything can be booked and bought. The money waits in your balance at Stripe until it has what it needs, such
        as your bank account. Continue there to see what.
      </p>
    );
  }
  return (
    <p>
      <strong>All is well.</strong>{" "}
      You can take payments, and Stripe pays them out to your bank. Fees, payouts and receipts are in your Stripe
      dashboard.
    </p>
  );
}

/** On an own account nothing is connected: its key is in the server's settings. */
function OwnNotEnabled({ known }: { known: boolean }) {
  return (
    <>
      <p>
        <strong>
          {known
            ? "Stripe does not let this account take payments yet."
            : "Stripe has not told about this account yet."}
        </strong>{" "}
        {NO_PAYMENTS}
      </p>
      <p>
        {known
          ? "Finish what Stripe asks for in your dashboard. This page follows within a minute."
          : "It is asked again every minute. If it stays like this, whoever runs the server checks STRIPE_SECRET_KEY: the key must be allowed to read its own account."}
      </p>
    </>
  );
}

function NotEnabled({ submitted }: { submitted: boolean }) {
  const [heading, next] = submitted
    ? [
      "Stripe has your details, but does not let you take payments yet.",
      "It may still be checking them, which can take some days, or it may need something more. Continue there to see what.",
    ]
    : [
      "Begun, but Stripe still needs details from you.",
      "What you have filled in is kept there. Go on where you stopped.",
    ];
  return (
    <>
      <p>
        <strong>{heading}</strong> {NO_PAYMENTS}
      </p>
      <p>{next}</p>
    </>
  );
}
