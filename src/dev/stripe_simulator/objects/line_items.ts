import type Stripe from "stripe";

/** In the smallest currency unit; NaN when it is no number. */
export function unitAmount(item: Stripe.Checkout.SessionCreateParams.LineItem): number {
  return item.price_data?.unit_amount ?? Number(item.price_data?.unit_amount_decimal);
}

/** The total of line items, in the currency's smallest unit. */
export function totalOf(items: Stripe.Checkout.SessionCreateParams.LineItem[]): number {
  return items.reduce((sum, item) => sum + Math.round(unitAmount(item) * (item.quantity ?? 1)), 0);
}

/** What Stripe keeps of a line item. Amounts in the currency's smallest unit. */
export interface LineItem {
  description: string;
  amount: number;
  quantity: number;
}

/** The line items of a request, as they are kept. */
export function lineItemsOf(items: Stripe.Checkout.SessionCreateParams.LineItem[]): LineItem[] {
  return items.map((item) => ({
    description: item.price_data?.product_data?.name ?? item.price_data?.product ?? "",
    amount: Math.round(unitAmount(item) * (item.quantity ?? 1)),
    quantity: item.quantity ?? 1,
  }));
}
