/** What Stripe's documentation says and its SDK's types can't: https://docs.stripe.com/api, at each parameter. */
import type { Schema } from "./schema.ts";

/** In place of the types of these names. */
export const SCHEMAS: Record<string, Schema> = {
  Decimal: { type: "string" },
  MetadataParam: {
    type: "object",
    maxProperties: 50,
    propertyNames: { maxLength: 40, pattern: "^[^\\[\\]]+$" },
    additionalProperties: { type: "string", maxLength: 500 },
  },
};

/** By type, then by property: the longest text. */
export const MAX_LENGTHS: Record<string, Record<string, number>> = {
  "Checkout.SessionCreateParams": {
    client_reference_id: 200,
    integration_identifier: 200,
    payment_method_configuration: 100,
  },
  "Checkout.SessionCreateParams.LineItem.PriceData.ProductData": { description: 40_000, name: 5000, unit_label: 12 },
  "Checkout.SessionCreateParams.PaymentIntentData": {
    description: 1000,
    statement_descriptor: 22,
    statement_descriptor_suffix: 22,
  },
};
