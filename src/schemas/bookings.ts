import { z } from "@hono/zod-openapi";
import { OFFLINE_METHODS } from "../domain/offline_payments.ts";
import { email, id, name, note, optional, phone } from "./basics.ts";
import { EMAIL, GIFT_CARD_CODE, PHONE, REFERENCE } from "./patterns.ts";
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

/** Somebody that the owner books in. */
export const bookingIn = z.object({
  clientId: optional(id(), REFERENCE).openapi({ description: "A known client; else `client`." }),
  client: z.object({
    name: name(),
    email: optional(email(), EMAIL).openapi({ description: "Of a known client: theirs is the record." }),
    phone: optional(phone(), PHONE),
  }).nullish(),
  payment: z.enum(["none", "offline", "credit", "gift_card", "link"]).openapi({
    description:
      "`none`: free; `offline`: paid elsewhere; `link`: the seat is held and the client mailed a link to pay, which needs an email.",
  }),
  amountCents: z.int().min(0).max(99_999_999).nullish().openapi({
    description: "What was paid elsewhere, cents. Default: the price.",
  }),
  paidIn: optional(z.enum(OFFLINE_METHODS)).openapi({ description: "How it was paid elsewhere." }),
  clientPackageId: optional(id(), REFERENCE).openapi({ description: "The class pack whose credit pays." }),
  giftCardCode: optional(z.string().max(100), GIFT_CARD_CODE).openapi({ description: "The gift card that pays." }),
}).superRefine(({ clientId, client, payment, clientPackageId, giftCardCode }, at) => {
  const missing = (path: string, message: string) => at.addIssue({ code: "custom", path: [path], message });
  if ((clientId === undefined) === !client) missing("clientId", "Is required, or client is; not both.");
  if (payment === "credit" && clientPackageId === undefined) missing("clientPackageId", "Is required for a credit.");
  if (payment === "gift_card" && giftCardCode === undefined) missing("giftCardCode", "Is required for a gift card.");
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
