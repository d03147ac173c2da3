/** The first page: accounts, sessions and recent events, each list the newest first. */
import type Stripe from "stripe";
import type { DeliveryAttempt, StripeEventRecord } from "../events.ts";
import type { SimulatedAccount } from "../objects/account.ts";
import type { World } from "../world.ts";
import { nameOf, standing } from "./account_name.ts";
import { button, link, list, section } from "./elements.ts";
import { formatMoney, formatTime } from "./format.ts";
import { layout } from "./layout.ts";
import { type Markup, markup } from "./markup.ts";

/** @param webhookUrl where events go, undefined while nowhere */
export function overviewPage({ state, clock }: World, webhookUrl: string | undefined): Response {
  const accounts = [...state.accounts.values()].reverse();
  const sessions = [...state.sessions.values()].reverse().slice(0, 50).map((held) => held.session);
  const events = state.events.slice(-50).reverse();
  return layout(
    "Accounts, sessions, events",
    markup`<p class="dim">${formatTime(clock.seconds)} · webhooks go to ${webhookUrl ?? "nowhere yet"}</p>
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
  const label = `${formatMoney(session.amount_total, session.currency)} · ${email}`;
  return markup`${link(`/c/pay/${encodeURIComponent(session.id)}`, label)}
<p class="dim">${session.status}, ${session.payment_status} · ${session.id}</p>`;
}

function eventItem({ event, state, attempts }: StripeEventRecord): Markup {
  const sent = attempts.length ? attempts.map(attempted).join(", ") : "not sent";
  return markup`<p>${event.type}</p>
<p class="dim">${formatTime(event.created)} · ${state} · ${sent}</p>
<p class="dim">${event.id}</p>
${
    state !== "queued" && state !== "delivering" &&
    button(`/events/${encodeURIComponent(event.id)}/resend`, "Send again")
  }`;
}

function attempted({ status, error }: DeliveryAttempt): string {
  return status === null ? `no answer (${error ?? "unknown"})` : `answered ${status}`;
}
