/** How the payment stands that a checkout leads back from, for the page that says so. */
import type { Context } from "hono";
import type { Api } from "./api.ts";
import type { Payment } from "./api.ts";

/** Null: there was nothing to pay, or nothing is known of it. */
export async function findPayment(api: Api, c: Context): Promise<Payment | null> {
  const session = c.req.query("session_id");
  return session ? await api.findCheckout(session).catch(() => null) : null;
}

/** Only the state; `open` where nothing is known: the mail says the rest. */
export async function paymentState(api: Api, c: Context): Promise<Payment["status"]> {
  return (await findPayment(api, c))?.status ?? "open";
}

/** Of what is bought besides a seat. @param made what has happened once it is paid, a sentence */
export function describePayment(state: Payment["status"], made: string): { title: string; says: string } {
  switch (state) {
    case "paid":
      return { title: "Thank you. It is paid.", says: made };
    case "processing":
      return { title: "Thank you. Your bank is working on it.", says: "We email you as soon as it is paid." };
    case "expired":
      return { title: "It was not paid.", says: "Nothing was charged. You can start again." };
    case "refunded":
      return { title: "Your payment was refunded.", says: "All of it goes back the way you paid." };
    case "open":
      return { title: "Thank you.", says: "We email you as soon as the payment is complete." };
  }
}
