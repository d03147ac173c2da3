/** Addresses in the owner's Stripe dashboard. */
import type { PageContext } from "../ui/page_context.ts";

/** @param path such as `disputes` */
export function stripeDashboard({ ctx }: PageContext, path: string): string {
  return `https://dashboard.stripe.com/${ctx.payments.livemode ? "" : "test/"}${path}`;
}
