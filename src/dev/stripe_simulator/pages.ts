/** The Stripe simulator's pages: plain HTML and forms, no script, nothing from elsewhere. */
import type Stripe from "stripe";
import type { DeliveryAttempt, StripeEventRecord } from "./simulator.ts";
import type { LineItem, SimulatedAccount } from "./wire.ts";

/** For every page. No form-action: browsers would apply it to the redirect back to the shop as well. */
export const PAGE_HEADERS: Record<string, string> = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Markup that is safe to put on a page: made by `markup`, never from input. */
class Markup {
  constructor(readonly text: string) {}
}

type Content = Markup | string | number | null | false | readonly Content[];

function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (content === null || content === false) return "";
  if (typeof content === "object") return content.map(render).join("");
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Escapes whatever is not itself markup. Not called `html`: the formatter would rearrange it. */
function markup(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + render(contents[index - 1]) + string));
}

const STYLE = new Markup(`
:root{color-scheme:light dark;--ink:#1b2230;--dim:#5a6475;--line:#d9dee7;--paper:#f5f7fa;--card:#fff;--main:#4338ca;--warn:#8a3b00;--warnbg:#fff1dc}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf1;--dim:#a3adbd;--line:#343c4a;--paper:#12161d;--card:#1b212b;--main:#7c83ff;--warn:#ffcf8f;--warnbg:#3a2a10}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
.banner{margin:0;padding:.6rem 1rem;background:var(--warnbg);color:var(--warn);font-weight:600;text-align:center}
main{max-width:44rem;margin:0 auto;padding:1rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:0 0 1rem}
h1{font-size:1.4rem;line-height:1.25;margin:.5rem 0 1rem}h2{font-size:1.05rem;margin:0 0 .5rem}
p{margin:.25rem 0}.dim{color:var(--dim);font-size:.9rem}.total{font-size:1.75rem;font-weight:700}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--dim)}dd{margin:0;text-align:right}
ul{list-style:none;margin:0;padding:0}li{padding:.6rem 0;border-top:1px solid var(--line)}li:first-child{border-top:0}
form{margin:.5rem 0 0}
button{width:100%;min-height:2.75rem;padding:.5rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit;cursor:pointer}
button.main{background:var(--main);border-color:var(--main);color:#fff;font-weight:600}
@media(prefers-color-scheme:dark){button.main{color:#10131c}}
li button{width:auto}a{color:var(--main)}:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.note{border-left:.25rem solid var(--warn);padding-left:.75rem}
`);

function layout(title: string, body: Markup): string {
  return render(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Simulated Stripe</title>
<style>${STYLE}</style>
</head>
<body>
<header class="banner">Simulated Stripe. No money moves.</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`);
}

function section(title: string, body: Content): Markup {
  return markup`<section>
<h2>${title}</h2>
${body}
</section>
`;
}

function button(action: string, label: string, look: "main" | "plain" = "plain"): Markup {
  return markup`<form method="post" action="${action}"><button class="${look}">${label}</button></form>\n`;
}

function link(href: string, label: string): Markup {
  return markup`<p><a href="${href}">${label}</a></p>\n`;
}

/** Pairs of a name and a value; pairs that are false are left out. */
function facts(pairs: readonly (readonly [string, string] | false)[]): Markup {
  return markup`<dl>
${pairs.map((pair) => pair && markup`<dt>${pair[0]}</dt><dd>${pair[1]}</dd>\n`)}</dl>
`;
}

function list(items: readonly Content[]): Markup {
  if (!items.length) return markup`<p class="dim">None yet.</p>`;
  return markup`<ul>
${items.map((item) => markup`<li>${item}</li>\n`)}</ul>
`;
}

const HOME = link("/", "All accounts, sessions and events");

/** `amount` in the currency's smallest unit, as a person reads it. */
function money(amount: number | null, currency: string | null): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: currency ?? "usd" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format((amount ?? 0) / 10 ** digits);
}

/** `seconds` since 1970, in UTC. */
function moment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A page that says one thing. */
export function messagePage(title: string, message: string): string {
  return layout(title, markup`<section><p>${message}</p></section>\n${HOME}`);
}

/** What the checkout page shows. */
export interface CheckoutView {
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

/** The hosted payment page of a session, in whatever state it is. */
export function checkoutPage(view: CheckoutView): string {
  const { session, lineItems, accountName, charge, bankPending, declined } = view;
  const path = `/c/pay/${encodeURIComponent(session.id)}`;
  const open = session.status === "open";
  const items = lineItems.map(({ description, quantity, amount }) =>
    markup`${quantity > 1 && `${quantity} × `}${description} <span class="dim">${
      money(amount, session.currency)
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
<p class="total">${money(session.amount_total, session.currency)}</p>
${list(items)}
${
      facts([
        ["Email", session.customer_details?.email ?? session.customer_email ?? "none given"],
        ["Status", `${session.status}, ${session.payment_status}`],
        open && ["Payable until", moment(session.expires_at)],
        charge !== null && ["Charge", charge.disputed ? `${charge.status}, disputed` : charge.status],
        charge !== null && charge.amount_refunded > 0 &&
        ["Refunded", money(charge.amount_refunded, charge.currency)],
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
        markup`Refund of ${money(amount, currency)}: ${status} <span class="dim">${id}</span>`
      ),
    ),
  ]);
}

function standing(account: SimulatedAccount): string {
  if (account.deauthorized) return "disconnected";
  if (account.chargesEnabled) return "can take payments";
  return account.detailsSubmitted ? "payments switched off" : "onboarding not finished";
}

function nameOf(account: SimulatedAccount): string {
  return account.displayName ?? account.email ?? account.id;
}

/** The hosted onboarding of an account. */
export function onboardingPage(account: SimulatedAccount, token: string): string {
  const path = `/setup/${encodeURIComponent(token)}`;
  return layout(
    `Set up ${nameOf(account)}`,
    markup`<section>
<p>Stripe would ask for the business, its owner and its bank account here.</p>
<p class="dim">${account.id}</p>
${
      !account.cardPaymentsRequested &&
      markup`<p class="note">Card payments were never requested for this account: finishing will not enable charges.</p>\n`
    }${button(`${path}/finish`, "Finish onboarding", "main")}${
      button(`${path}/leave`, "Leave without finishing")
    }</section>`,
  );
}

/** A connected account, with switches. */
export function accountPage(account: SimulatedAccount): string {
  const path = `/accounts/${encodeURIComponent(account.id)}`;
  const yes = (value: boolean) => value ? "yes" : "no";
  const power = account.chargesEnabled
    ? button(`${path}/disable`, "Switch payments off")
    : button(`${path}/enable`, "Switch payments on");
  return layout(
    nameOf(account),
    markup`<section>
${
      facts([
        ["Id", account.id],
        ["State", standing(account)],
        ["Charges", yes(account.chargesEnabled)],
        ["Payouts", yes(account.payoutsEnabled)],
        ["Details submitted", yes(account.detailsSubmitted)],
      ])
    }${!account.deauthorized && [power, button(`${path}/deauthorize`, "Disconnect from the platform")]}</section>
${HOME}`,
  );
}

/** What the index shows, each list the newest first. */
export interface IndexView {
  /** Seconds, on the simulator's clock. */
  now: number;
  webhookUrl: string | null;
  accounts: readonly SimulatedAccount[];
  sessions: readonly Stripe.Checkout.Session[];
  events: readonly StripeEventRecord[];
}

/** Accounts, sessions and recent events. */
export function indexPage({ now, webhookUrl, accounts, sessions, events }: IndexView): string {
  return layout(
    "Accounts, sessions, events",
    markup`<p class="dim">${moment(now)} · webhooks go to ${webhookUrl ?? "nowhere yet"}</p>
${section("Accounts", list(accounts.map(accountItem)))}
${section("Checkout sessions", list(sessions.map(sessionItem)))}
${section("Events", list(events.map(eventItem)))}`,
  );
}

function accountItem(account: SimulatedAccount): Markup {
  return markup`${link(`/accounts/${encodeURIComponent(account.id)}`, nameOf(account))}
<p class="dim">${account.id} · ${standing(account)}</p>`;
}

function sessionItem(session: Stripe.Checkout.Session): Markup {
  const email = session.customer_details?.email ?? session.customer_email ?? "no email";
  const label = `${money(session.amount_total, session.currency)} · ${email}`;
  return markup`${link(`/c/pay/${encodeURIComponent(session.id)}`, label)}
<p class="dim">${session.status}, ${session.payment_status} · ${session.id}</p>`;
}

function eventItem({ event, state, attempts }: StripeEventRecord): Markup {
  const sent = attempts.length ? attempts.map(attempted).join(", ") : "not sent";
  return markup`<p>${event.type}</p>
<p class="dim">${moment(event.created)} · ${state} · ${sent}</p>
<p class="dim">${event.id}</p>
${
    state !== "queued" && state !== "delivering" &&
    button(`/events/${encodeURIComponent(event.id)}/resend`, "Send again")
  }`;
}

function attempted({ status, error }: DeliveryAttempt): string {
  return status === null ? `no answer (${error ?? "unknown"})` : `answered ${status}`;
}
