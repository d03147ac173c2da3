/** What a comparison of the books with Stripe found. */
import type { FulfillmentKind } from "../../domain/checkouts.ts";
import type { UnknownReason } from "../../domain/unknown_checkouts.ts";

/** What the books did not say, and do now. */
export interface Repair {
  providerId: string;
  checkoutId: string;
  sessionId: string | null;
  /** What the payment gave, or how it stands now; `refunds`: what went back of it. */
  now: FulfillmentKind | "processing" | "expired" | "failed" | "refunds";
}

/** What somebody has to look at. */
export interface Leftover {
  providerId: string | null;
  accountId: string;
  /** Of a Checkout Session, or of a refund. */
  id: string;
  amountCents: number | null;
  currency: string | null;
  reason: UnknownReason;
}

export interface ComparedAccount {
  accountId: string;
  /** Read from Stripe. */
  sessions: number;
  refunds: number;
  /** Why Stripe did not let us read all of it; null: it did. */
  error: string | null;
}

export interface Reconciliation {
  /** What Stripe has since then was read. */
  since: string;
  accounts: ComparedAccount[];
  repaired: Repair[];
  /** Sessions that nobody can pay any more: a restore had lost them while they were open. */
  closed: string[];
  left: Leftover[];
}
