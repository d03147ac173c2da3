/** What is chosen on the page, and what can be. */
import type { BookInView, Candidate } from "../../workflows/bookings/view_book_in.ts";
import { hasBegun } from "../classes/class_state.ts";
import type { PageContext } from "../ui/page_context.ts";

export type Payment = "credit" | "offline" | "gift_card" | "link" | "none";

/** The ways to pay, in their order. A free class has nothing to pay; a link needs Stripe, and time before the class. */
export function paymentsOf(call: PageContext, view: BookInView): Payment[] {
  if (view.session.priceCents === 0) return ["none"];
  const link: Payment[] = view.takesPayments && !hasBegun(call, view) ? ["link"] : [];
  return ["credit", "offline", "gift_card", ...link, "none"];
}

/** Who is chosen: an id, or `new`. At first the only one found, or somebody new when nobody was. */
export function chosenClient({ form }: PageContext, { candidates }: BookInView): string {
  const free = candidates.filter((one) => !one.booking);
  const sent = form.text("client");
  if (sent === "new" || free.some((one) => one.id === sent)) return sent;
  return free[0]?.id ?? "new";
}

/** What is chosen to pay with: at first a credit, where there is one. */
export function chosenPayment(call: PageContext, view: BookInView): Payment {
  const ways = paymentsOf(call, view);
  const sent = call.form.text("payment") as Payment;
  if (ways.includes(sent)) return sent;
  const who = view.candidates.find((one) => one.id === chosenClient(call, view));
  return ways.includes("credit") && who?.pack ? "credit" : ways.includes("offline") ? "offline" : ways[0];
}

/** The class that shows what belongs to this person: `.of-1` for the radio `.is-1`. */
export const placeOf = (index: number) => index + 1;

/** First names and packs of those who can be chosen, with their places. */
export function placed(view: BookInView): { candidate: Candidate; place: number }[] {
  return view.candidates.map((candidate, index) => ({ candidate, place: placeOf(index) }))
    .filter(({ candidate }) => !candidate.booking);
}
