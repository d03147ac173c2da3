/** Payments: the Stripe account and what it lacks, refunds that need the owner, and disputes. */
import type { PageRoutes } from "../ui/page_context.ts";
import { connectStripe, linkExpiredPage } from "./connect_stripe.tsx";
import { manualRefund } from "./manual_refund.tsx";
import { paymentsPage } from "./payments.tsx";
import { retry } from "./retry_refund.ts";

/** Declares the pages of the payments. */
export function paymentPages({ get, post, form }: PageRoutes): void {
  get("/console/payments", paymentsPage);
  post("/console/payments/connect", connectStripe, paymentsPage);
  get("/console/payments/again", linkExpiredPage);
  post("/console/payments/refunds/:id/retry", retry, paymentsPage);
  form("/console/payments/refunds/:id/manual", manualRefund);
}
