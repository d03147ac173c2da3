/// <reference lib="dom" />
/** To the payment page and back: how the payment stands, asked until it is known. */
import { wait } from "./api.ts";
import { h, said, soft } from "./dom.ts";
import type { Embed } from "./embed.ts";
import { kept } from "./kept.ts";
import type { Checkout } from "./shapes.ts";

/** A payment that takes longer to arrive is told by mail. */
const TRIES = 15;

const query = new URLSearchParams(location.search);

/** What led here: `?alera=book` from a payment that was given up, with `session_id` from one that was made. Told once. */
export function takeArrival(path: string): { sessionId: string | null } | null {
  if (query.get("alera") !== path) return null;
  query.delete("alera");
  return { sessionId: query.get("session_id") };
}

/** The checkout once it is more than open, or as it is after half a minute; null when nothing is known of it. */
export async function followPayment(e: Embed, sessionId: string): Promise<Checkout | null> {
  for (let tries = 1;; tries++) {
    const { checkout } = await e.ask<{ checkout: Checkout | null }>("checkouts/" + sessionId)
      .catch(() => ({ checkout: null }));
    if (checkout && checkout.status !== "open" || tries === TRIES) return checkout;
    await wait(2);
  }
}

/** @param paid what to say once it is paid */
export function describePayment({ say }: Embed, checkout: Checkout | null, paid: string): string {
  const texts: Record<string, string> = {
    paid,
    expired: say("Not paid. Nothing was charged."),
    refunded: say("Your payment goes back to you in full."),
  };
  return texts[checkout?.status!] ?? say("Your payment is on its way. We email you when it is here.");
}

/** In the place of a button, where the studio takes no cards yet. */
export const cantPay = ({ say }: Embed) => soft(say("Can’t be paid online yet"));

/** Goes to pay for what is bought without a seat. @throws Refusal */
export async function buy(e: Embed, path: string, order: Record<string, unknown>): Promise<void> {
  const { handle } = e;
  const { token: customerToken } = kept(handle);
  const started = await e.ask<{ checkoutUrl: string }>(path + "/start", { ...order, handle, customerToken });
  location.assign(started.checkoutUrl);
}

/** Back from paying for it: where that is told, filled as the answer comes. */
export function news(e: Embed, path: string): HTMLElement {
  const place = h("div");
  const came = takeArrival(path);
  const show = (text: string) => place.replaceChildren(said(text));
  if (came && !came.sessionId) show(e.say("Not paid. Nothing was charged."));
  if (came?.sessionId) {
    show(e.say("Checking your payment…"));
    followPayment(e, came.sessionId).then((checkout) =>
      show(describePayment(e, checkout, e.say("Thank you. Check your email.")))
    );
  }
  return place;
}
