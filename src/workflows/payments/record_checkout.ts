/** A checkout is recorded before Stripe is asked for its Checkout Session. */
import type { Tx } from "../../db/database.ts";
import { type CheckoutKind, createCheckout, newCheckoutId } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import type { Provider } from "../../domain/providers.ts";
import { DAY, HOUR, iso, MINUTE } from "../../domain/time.ts";
import { checkoutMetadata, type CheckoutRecord } from "./checkout_metadata.ts";

/** A session whose creation a crash interrupted is resumed at the next start, or after this. */
const RESUME_AFTER = 2 * MINUTE;

/** Stripe accepts 30 minutes to 24 hours, measured when the request arrives: this leaves time for its way. */
export const SLACK = 2 * MINUTE;

/** When a hold that begins now expires, in whole seconds like at Stripe. */
export function holdExpiry(ctx: Context): number {
  const hold = ctx.settings.holdMinutes * MINUTE;
  return wholeSeconds(ctx.clock.now() + Math.min(hold + SLACK, DAY));
}

/** Packs, gift cards and tips hold no seat: they may be paid for most of a day. */
export function purchaseExpiry(ctx: Context): number {
  return wholeSeconds(ctx.clock.now() + 23 * HOUR);
}

/** Milliseconds, as whole seconds. */
export const wholeSeconds = (at: number) => Math.floor(at / 1000) * 1000;

export interface CheckoutInput {
  kind: CheckoutKind;
  subjectId: string | null;
  productName: string;
  productDescription?: string;
  amountCents: number;
  customerEmail: string;
  successUrl: string;
  cancelUrl: string;
  expiresAtMs: number;
  /** When a job asks Stripe for its page, if no request does before; else the caller does, and a job only after a crash. */
  openAtMs?: number;
  origin: string | null;
  details?: Record<string, unknown>;
  /** Of a class. */
  seat?: CheckoutRecord["seat"];
}

/** The provider must be onboarded. @returns the checkout's id */
export async function recordCheckout(ctx: Context, tx: Tx, provider: Provider, order: CheckoutInput): Promise<string> {
  const id = newCheckoutId();
  const now = ctx.clock.now();
  const expiresAt = iso(order.expiresAtMs);
  const feeCents = Math.floor(order.amountCents * ctx.settings.platformFeeBps / 10_000);
  const record: CheckoutRecord = {
    id,
    providerId: provider.id,
    accountId: provider.stripeAccountId!,
    kind: order.kind,
    subjectId: order.subjectId,
    productName: order.productName,
    amountCents: order.amountCents,
    currency: provider.currency,
    feeCents,
    customerEmail: order.customerEmail,
    origin: order.origin,
    expiresAt,
    details: order.details ?? {},
    seat: order.seat ?? null,
  };
  await createCheckout(
    tx,
    {
      ...record,
      livemode: ctx.payments.livemode,
      request: {
        accountId: record.accountId,
        clientReferenceId: id,
        productName: order.productName,
        productDescription: order.productDescription,
        amountCents: order.amountCents,
        currency: provider.currency,
        feeCents,
        customerEmail: order.customerEmail,
        successUrl: order.successUrl,
        cancelUrl: order.cancelUrl,
        expiresAt: order.expiresAtMs / 1000,
        metadata: checkoutMetadata(ctx.tokens, record),
      },
    },
    iso(order.openAtMs ?? now + RESUME_AFTER),
    iso(now),
  );
  return id;
}
