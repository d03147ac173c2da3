/** The way to Stripe's onboarding, and back. */
import { DomainError } from "../../domain/errors.ts";
import { startOnboarding } from "../../workflows/account/stripe_onboarding.ts";
import { renderPage } from "../ui/frame.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { ConnectButton } from "./connect_button.tsx";
import { showPayments } from "./payments.tsx";

const PAYMENTS = "/console/payments";
const IN_PAYMENTS = { tab: "payments", narrow: true } as const;

/** POST: a form may not lead off this server, so the answer is a page that goes on automatically. */
export async function connectStripe(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const base = `${ctx.settings.publicUrl}${PAYMENTS}`;
  let url: string;
  try {
    url = await startOnboarding(ctx, provider.id, { returnUrl: `${base}?done=back`, refreshUrl: `${base}/again` });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return await showPayments(call, {
      "": "Stripe does not answer just now. Nothing is lost: continue in a minute where you are.",
    });
  }
  return renderPage(
    call,
    { ...IN_PAYMENTS, title: "On to Stripe", continueTo: url },
    <div class="stack">
      <h1>On to Stripe</h1>
      <p>Stripe’s page opens automatically. When you are done there, you come back here.</p>
      <a class="button primary" href={url}>Continue at Stripe</a>
    </div>,
  );
}

/** GET: where Stripe sends whoever opens an old link. */
export function linkExpiredPage(call: PageContext): Response {
  return renderPage(
    call,
    { ...IN_PAYMENTS, title: "Continue at Stripe" },
    <div class="stack">
      <h1>That link has expired</h1>
      <p>Stripe’s links work once, and only for some minutes. What you have filled in is kept there.</p>
      <ConnectButton call={call} label="Continue at Stripe" />
      <a class="button quiet" href={PAYMENTS}>Back to payments</a>
    </div>,
  );
}
