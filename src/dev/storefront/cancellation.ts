/** The studio's cancellation policy, in words. */
import { countHours, formatMoment, HOUR } from "./format.ts";
import { STUDIO } from "./site.ts";

/** For a booking of which nothing is known. */
export function cancellationPolicy(): string {
  return `Free cancellation until ${countHours(STUDIO.cancelWindowHours)} before the class: ` +
    "you get a refund to your card, or the class returns to your pack. After that, no refund.";
}

/** Until when cancellation is free, in milliseconds. */
export function freeUntil(scheduledAt: string): number {
  return Date.parse(scheduledAt) - STUDIO.cancelWindowHours * HOUR;
}

/** For a class that is being booked. @param pack it is paid with a class from a pack */
export function cancellationTerms(scheduledAt: string, now: number, { pack }: { pack: boolean }): string {
  const until = freeUntil(scheduledAt);
  if (now > until) {
    return `The class starts in less than ${countHours(STUDIO.cancelWindowHours)}: ` +
      (pack ? "if you cancel, it doesn’t return to your pack." : "no refund if you cancel.");
  }
  return `Free cancellation until ${formatMoment(until)}${
    pack ? ": the class returns to your pack. After that, it doesn’t." : ". After that, no refund."
  }`;
}
