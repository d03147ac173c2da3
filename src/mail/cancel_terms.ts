/** The terms on which a booking can be cancelled. */
import { freeCancellationEnd } from "../domain/cancellations.ts";
import { ms } from "../domain/time.ts";
import type { CancelTerms } from "./data.ts";

/** @param paidWith how the seat was paid, or is to be paid */
export function cancelTerms(
  of: { scheduledAt: string; cancelWindowHours: number },
  paidWith: CancelTerms["paidWith"],
  nowMs: number,
): CancelTerms {
  const freeUntil = freeCancellationEnd(of);
  return { paidWith, cancelWindowHours: of.cancelWindowHours, freeUntil, late: nowMs > ms(freeUntil) };
}
