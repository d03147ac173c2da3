import { z } from "@hono/zod-openapi";
import { id, note, optional } from "./basics.ts";
import { GIFT_CARD_CODE, REFERENCE } from "./patterns.ts";
import { client } from "./clients.ts";

export const booking = z.object({
  ...client.shape,
  successUrl: optional(z.string().max(2048)).openapi({
    description:
      "Where Checkout leads back to once paid; must share the request's Origin. Stripe puts the Checkout Session's id in " +
      "place of `{CHECKOUT_SESSION_ID}`. Default: `<Origin>/book/confirm?session_id={CHECKOUT_SESSION_ID}`.",
  }),
  cancelUrl: optional(z.string().max(2048)).openapi({
    description:
      "Where Checkout leads back to unpaid; must share the request's Origin. Default: `<Origin>/book/cancelled`.",
  }),
  useClientPackageId: optional(id(), REFERENCE).openapi({
    description: "Pay with a credit of this class pack.",
  }),
  giftCardCode: optional(z.string().max(100), GIFT_CARD_CODE).openapi({
    description:
      "Pay with this gift card: the price is debited, and the seat confirmed. Not together with a class pack.",
  }),
  customerToken: optional(z.string()).openapi({
    description:
      "Needed with useClientPackageId. Without a pack it only says whose record may take the name and phone given here.",
  }),
});

export const customerCancellation = z.object({
  cancelToken: z.string().min(1),
  cancelReason: optional(note(500)),
  mode: optional(z.enum(["preview", "commit"])).openapi({
    default: "commit",
    description: "`preview` changes nothing and says what a cancellation would do now.",
  }),
});

export const ownerCancellation = z.object({
  refund: optional(z.enum(["policy", "full", "none"])).openapi({ default: "policy" }),
  reason: optional(note(500)),
});

const preview = optional(z.enum(["preview", "commit"])).openapi({
  default: "commit",
  description: "`preview` changes nothing and says whether the booking can move.",
});

export const customerReschedule = z.object({
  cancelToken: z.string().min(1),
  classId: id().openapi({ description: "The class to move to." }),
  mode: preview,
});

export const ownerReschedule = customerReschedule.omit({ cancelToken: true });
