/** What moving a booking means, in words. */
import type { CancellationPreview } from "@alera/client";
import type { Move } from "./api.ts";
import { countHours, formatMoment } from "./format.ts";

const GOES_ALONG: Record<NonNullable<CancellationPreview["paidWith"]>, string> = {
  free: "It stays free.",
  offline: "What you paid goes along.",
  card: "Your payment goes along: nothing is charged or refunded.",
  credit: "The class from your pack goes along.",
  gift_card: "What your gift card paid goes along.",
};

/** What goes along, and until when a cancel of the new class gives it back. */
export function moveInWords(
  { cancelWindowHours, refundableUntil }: Move,
  paidWith: CancellationPreview["paidWith"],
  now: number,
): string {
  const along = GOES_ALONG[paidWith ?? "free"];
  if (paidWith === null || paidWith === "free" || paidWith === "offline") return along;
  if (now > Date.parse(refundableUntil)) {
    return `${along} The new class starts in less than ${
      countHours(cancelWindowHours)
    }: if you cancel it, you get nothing back.`;
  }
  return `${along} You can still cancel and get it back until ${formatMoment(refundableUntil)}.`;
}
