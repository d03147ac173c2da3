/** Phrases that several mails share. */
import { pluralize } from "../domain/format.ts";
import type { Brand } from "./brand.ts";
import type { CancelLink, CancelTerms, LeaveLink, MailClass, MailGiftCard, PaymentInQuestion } from "./data.ts";
import { formatDay, formatMoment, formatSpan, money } from "./format.ts";
import { type Block, button, code, facts, link, oneLine, paragraph, quote } from "./layout.ts";

/** `Hi Jane,` */
export function hello(name: string | null): Block {
  return paragraph(name ? `Hi ${oneLine(name)},` : "Hi,");
}

/** Class, time, place and instructor, and what else belongs in the list. */
export function classFacts(of: MailClass, brand: Brand, ...more: [string, string | null][]): Block {
  return facts(["Class", of.name], ["When", formatSpan(of, brand)], where(brand), ["With", of.instructor], ...more);
}

/** The studio's address, as a row of facts. */
export function where(brand: Brand): [string, string | null] {
  return ["Where", brand.address];
}

/** What the owner wrote about a class they cancel. */
export function ownersMessage(message: string | null | undefined, brand: Brand): Block[] {
  return message ? [quote(message, brand.studioName)] : [];
}

/** Amount, purpose and reason of a payment in question. */
export function paymentFacts(data: PaymentInQuestion, brand: Brand): Block {
  return facts(
    ["Amount", money(data.amountCents, brand)],
    ["For", data.what],
    ["Reason", data.reason && data.reason.replaceAll("_", " ")],
  );
}

/** The button of the mails to the owner. */
export function consoleButton(brand: Brand): Block {
  return button("Open your console", brand.consoleUrl);
}

/** The links that move and cancel a booking. */
export function cancelLink(data: CancelLink): Block[] {
  const move = data.moveUrl ? [link("Move to another class", data.moveUrl)] : [];
  return [...move, link("Cancel this booking", data.cancelUrl), ...codeUnlessIn(data.cancelUrl, data.cancelToken)];
}

/** The link that leaves a waitlist. */
export function leaveLink({ leaveUrl }: LeaveLink): Block[] {
  return leaveUrl === null ? [] : [link("Leave the waitlist", leaveUrl)];
}

/** A token is shown only where its link does not carry it already. */
export function codeUnlessIn(url: string, token: string): Block[] {
  return url.includes(token) || url.includes(encodeURIComponent(token)) ? [] : [code("The code for it", token)];
}

/** Until when a cancel gives the payment back, or that it no longer does. */
export function cancelRule({ paidWith, cancelWindowHours, freeUntil, late }: CancelTerms, brand: Brand): string {
  if (paidWith === "free") return "Cancel here, so that someone else gets your seat.";
  if (paidWith === "offline") return "Cancel here, and write to us about what you paid at the studio.";
  const { back, kept } = GIVEN_BACK[paidWith];
  if (late) return `Free cancellation ended ${beforeClass(cancelWindowHours)}: ${kept}`;
  return `Free cancellation until ${formatMoment(freeUntil, brand)}: ${back}`;
}

const GIVEN_BACK = {
  card: { back: "you get a full refund.", kept: "there is no refund any more." },
  credit: { back: "the class returns to your pack.", kept: "the class does not return to your pack any more." },
  gift_card: {
    back: "the whole amount goes back to the gift card.",
    kept: "nothing goes back to the gift card any more.",
  },
};

/** Why a late cancellation has no refund. */
export function lateRule(cancelWindowHours: number): Block {
  return paragraph(`There is no refund: free cancellation ended ${beforeClass(cancelWindowHours)}.`);
}

function beforeClass(hours: number): string {
  return hours > 0 ? `${pluralize(hours, "hour")} before the class` : "when the class started";
}

/** What a customer gets back. Says nothing that Stripe or a bank may decide otherwise. @param giftCard that has the amount again */
export function refundBlocks(
  cents: number,
  creditReturned: boolean,
  brand: Brand,
  giftCard: (MailGiftCard & { expired: boolean }) | null = null,
): Block[] {
  if (giftCard) {
    const back = `${money(cents, brand)} is back on the gift card ending in ${giftCard.codeLast4}.`;
    if (!giftCard.expired) return [paragraph(back)];
    return [paragraph(`${back} That card expired on ${formatDay(giftCard.expiresAt!, brand)}: write to us about it.`)];
  }
  return [
    ...(cents > 0
      ? [paragraph(`You get a refund of ${money(cents, brand)}. Banks usually take 5 to 10 days to show it.`)]
      : []),
    ...(creditReturned ? [paragraph("The class is back in your pack.")] : []),
  ];
}
