/** The hosted payment page of a session, in whatever state it is. */
import type Stripe from "stripe";
import { getAccount } from "../accounts.ts";
import { expireIfDue, getSession, letExpire } from "../checkout_sessions.ts";
import type { LineItem } from "../objects/line_items.ts";
import { bankFails, bankSucceeds, declineCard, dispute, pay, payLater } from "../payments.ts";
import { refundInDashboard } from "../refunds.ts";
import type { World } from "../world.ts";
import { button, facts, HOME, link, list, section, seeOther } from "./elements.ts";
import { formatMoney, formatTime } from "./format.ts";
import { layout } from "./layout.ts";
import { type Content, type Markup, markup } from "./markup.ts";
import { noSuchButton } from "./message.ts";

/** @param declined the card has just been declined. @throws Error when there is no such session */
export function checkoutPage(world: World, id: string, declined: boolean): Response {
  const held = getSession(world, id);
  expireIfDue(world, held);
  const payment = world.state.payments.get(held.session.payment_intent as string);
  return page({
    session: held.session,
    lineItems: held.lineItems,
    accountName: getAccount(world, held.account).displayName ?? held.account,
    charge: payment?.charge ?? null,
    refunds: [...world.state.refunds.values()].map(({ refund }) => refund)
      .filter((refund) => refund.payment_intent === payment?.paymentIntent.id),
    bankPending: payment?.paymentIntent.status === "processing",
    declined,
  });
}

/** A button of the page. @throws Error when it was pressed too late */
export function checkoutAction(world: World, id: string, action: string | undefined, at?: number): Response {
  const { session } = getSession(world, id);
  const here = `/c/pay/${encodeURIComponent(id)}`;
  const thanks = session.success_url!.replaceAll("{CHECKOUT_SESSION_ID}", id);
  const intent = session.payment_intent as string;
  const actions: Record<string, [act: () => unknown, to: string]> = {
    pay: [() => pay(world, id, { at }), thanks],
    later: [() => payLater(world, id), thanks],
    decline: [() => declineCard(world, id), `${here}?declined`],
    expire: [() => letExpire(world, id), here],
    "bank-succeeds": [() => bankSucceeds(world, id), here],
    "bank-fails": [() => bankFails(world, id), here],
    refund: [() => refundInDashboard(world, intent), here],
    dispute: [() => dispute(world, intent), here],
  };
  if (action === undefined || !Object.hasOwn(actions, action)) return noSuchButton();
  const [act, to] = actions[action];
  act();
  return seeOther(to);
}

/** What the checkout page shows. */
interface CheckoutView {
  session: Stripe.Checkout.Session;
  lineItems: readonly LineItem[];
  accountName: string;
  charge: Stripe.Charge | null;
  refunds: readonly Stripe.Refund[];
  /** A bank payment is under way. */
  bankPending: boolean;
  /** The card has just been declined. */
  declined: boolean;
}

function page(view: CheckoutView): Response {
  const { session, lineItems, accountName, charge, bankPending, declined } = view;
  const path = `/c/pay/${encodeURIComponent(session.id)}`;
  const open = session.status === "open";
  const items = lineItems.map(({ description, quantity, amount }) =>
    markup`${quantity > 1 && `${quantity} × `}${description} <span class="dim">${
      formatMoney(amount, session.currency)
    }</span>`
  );
  const back = session.cancel_url !== null && link(session.cancel_url, open ? "Cancel and go back" : "Go back");
  const bank = bankPending && section("Bank payment under way", [
    button(`${path}/bank-succeeds`, "Bank payment succeeds", "main"),
    button(`${path}/bank-fails`, "Bank payment fails"),
  ]);
  return layout(
    session.status === "complete" ? `Paid to ${accountName}` : `Pay ${accountName}`,
    markup`<section>
<p class="total">${formatMoney(session.amount_total, session.currency)}</p>
${list(items)}
${
      facts([
        ["Email", session.customer_details?.email ?? session.customer_email ?? "none given"],
        ["Status", `${session.status}, ${session.payment_status}`],
        open && ["Payable until", formatTime(session.expires_at)],
        charge !== null && ["Charge", charge.disputed ? `${charge.status}, disputed` : charge.status],
        charge !== null && charge.amount_refunded > 0 &&
        ["Refunded", formatMoney(charge.amount_refunded, charge.currency)],
      ])
    }</section>
${declined && open && markup`<section role="alert"><p class="note">Your card was declined. Try again.</p></section>\n`}
${open && payment(session, path, back)}
${
      session.status === "expired" &&
      markup`<section><p class="note">This page has expired. It can no longer be paid.</p>${back}</section>\n`
    }
${bank}
${charge?.status === "succeeded" && dashboard(view, charge, path)}
<p class="dim">${session.id}</p>
${HOME}`,
  );
}

function payment(session: Stripe.Checkout.Session, path: string, back: Content): Markup {
  const costs = session.amount_total !== 0;
  return section("Choose what happens", [
    button(`${path}/pay`, "Pay", "main"),
    costs && button(`${path}/later`, "Pay later by bank"),
    costs && button(`${path}/decline`, "Card declined"),
    button(`${path}/expire`, "Let it expire"),
    back,
  ]);
}

function dashboard({ refunds }: CheckoutView, charge: Stripe.Charge, path: string): Markup {
  return section("In the studio's own dashboard", [
    !charge.refunded && !charge.disputed && button(`${path}/refund`, "Refund what is left"),
    !charge.disputed && button(`${path}/dispute`, "The customer disputes it"),
    refunds.length > 0 &&
    list(
      refunds.map(({ id, amount, currency, status }) =>
        markup`Refund of ${formatMoney(amount, currency)}: ${status} <span class="dim">${id}</span>`
      ),
    ),
  ]);
}
