/** What Stripe demands of line items in payment mode. */
import type Stripe from "stripe";
import { invalid, missing } from "../errors.ts";
import { totalOf, unitAmount } from "../objects/line_items.ts";

/** @returns the total. @throws StripeRefusal */
export function checkLineItems(items: Stripe.Checkout.SessionCreateParams.LineItem[]): number {
  if (!items.length) throw invalid("You must provide line_items in payment mode.", "line_items", "parameter_missing");
  const currencies = new Set<string>();
  items.forEach((item, index) => {
    const name = `line_items[${index}]`;
    if (item.price) throw missing("price", item.price, `${name}[price]`);
    if (item.adjustable_quantity?.enabled) throw invalid("The simulator does not do adjustable_quantity.", name);
    if (!item.price_data) throw invalid(`${name} needs price or price_data.`, name, "parameter_missing");
    if (item.price_data.recurring) {
      throw invalid("You cannot use recurring prices in payment mode.", `${name}[price_data][recurring]`);
    }
    if (item.price_data.unit_amount === undefined && item.price_data.unit_amount_decimal === undefined) {
      throw invalid(`${name} needs unit_amount.`, `${name}[price_data][unit_amount]`, "parameter_missing");
    }
    if (!(unitAmount(item) >= 0)) throw invalid("Invalid non-negative integer", `${name}[price_data][unit_amount]`);
    if ((item.quantity ?? 1) < 1) throw invalid("Invalid positive integer", `${name}[quantity]`);
    if (!item.price_data.product_data && !item.price_data.product) {
      throw invalid(`${name} needs product_data.`, `${name}[price_data][product_data]`, "parameter_missing");
    }
    if (!/^[a-z]{3}$/.test(item.price_data.currency)) {
      throw invalid(`Invalid currency: ${item.price_data.currency}`, `${name}[price_data][currency]`);
    }
    currencies.add(item.price_data.currency);
  });
  if (currencies.size > 1) throw invalid("All line items must have the same currency.", "line_items");
  const total = totalOf(items);
  if (total !== 0 && total < 50) {
    throw invalid(
      "The Checkout Session's total amount must convert to at least 50 cents.",
      undefined,
      "amount_too_small",
    );
  }
  if (total > 99_999_999) {
    throw invalid(
      "The Checkout Session's total amount due must be no more than $999,999.99.",
      undefined,
      "amount_too_large",
    );
  }
  return total;
}
