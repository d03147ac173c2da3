/** The way to Stripe's onboarding, and back. */
import { startOnboarding } from "../../workflows/account/stripe_onboarding.ts";
import { reworded } from "../ui/form_errors.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { ConnectButton } from "./connect_button.tsx";

const IN_PAYMENTS = { tab: "payments", narrow: true, heading: null } as const;

/** POST: a form may not lead off this server, so the answer is a page that goes on automatically. */
export async function connectStripe(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const base = `${ctx.settings.publicUrl}/console/payments`;
  const addresses = { returnUrl: `${base}?done=back`, refreshUrl: `${base}/again` };
  const url = await reworded(startOnboarding(ctx, provider.id, addresses), {
    stripe_unavailable: "Stripe does not answer just now. Nothing is lost: continue in a minute where you are.",
  });
  return showPage(
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
  return showPage(
    call,
    { ...IN_PAYMENTS, title: "Continue at Stripe" },
    <div class="stack">
      <h1>That link has expired</h1>
      <p>Stripe’s links work once, and only for some minutes. What you have filled in is kept there.</p>
      <ConnectButton call={call} label="Continue at Stripe" />
      <a class="button quiet" href="/console/payments">Back to payments</a>
    </div>,
  );
}
