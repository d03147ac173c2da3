/** What is sold without a seat: class packs, gift cards, tips. The thing itself is made when the money is there. */
import { findAppointment } from "../../domain/appointments.ts";
import { getClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { DomainError, invalid, notFound } from "../../domain/errors.ts";
import { findPackageType } from "../../domain/packages.ts";
import { findProviderByHandle, getProvider, getProviderNamed, type Provider } from "../../domain/providers.ts";
import { canBePaid, type Tenant } from "../bookings/book_class.ts";
import { type CheckoutOrder, type OpenCheckout, openCheckout, purchaseEnd, writeCheckout } from "./checkout.ts";
import { siteFor } from "../notifications/customer_links.ts";

/** @throws DomainError forbidden, invalid (no such pack on sale), not_onboarded, downstream */
export async function startPackage(
  ctx: Context,
  tenant: Tenant,
  input: { packageTypeId: string; handle: string; name: string; email: string; phone: string | null },
): Promise<OpenCheckout> {
  const provider = await getProviderNamed(ctx.db, tenant.providerId, input.handle);
  const type = await findPackageType(ctx.db, provider.id, input.packageTypeId);
  if (!type?.active) throw invalid("packageTypeId", "This class pack is not available.");
  return await sell(ctx, provider, {
    kind: "package",
    subjectId: type.id,
    productName: type.name,
    amountCents: type.priceCents,
    customerEmail: input.email,
    ...returnTo(tenant.origin, "packages"),
    endsAtMs: purchaseEnd(ctx),
    origin: tenant.origin,
    details: {
      name: input.name,
      email: input.email,
      phone: input.phone,
      packName: type.name,
      sessionsTotal: type.sessionsTotal,
      validDays: type.validDays,
    },
  });
}

export interface GiftCardOrder {
  handle: string;
  amountCents: number;
  purchaserName: string;
  purchaserEmail: string;
  recipientName: string | null;
  recipientEmail: string | null;
  giftMessage: string | null;
}

/** @throws DomainError not_found (no such handle), forbidden (another provider's), not_onboarded, downstream */
export async function startGiftCard(ctx: Context, tenant: Tenant, input: GiftCardOrder): Promise<OpenCheckout> {
  if (!await findProviderByHandle(ctx.db, input.handle)) throw notFound("Provider");
  const provider = await getProviderNamed(ctx.db, tenant.providerId, input.handle);
  return await sell(ctx, provider, {
    kind: "gift_card",
    subjectId: null,
    productName: `Gift card, ${provider.displayName}`,
    amountCents: input.amountCents,
    customerEmail: input.purchaserEmail,
    ...returnTo(tenant.origin, "gift-cards"),
    endsAtMs: purchaseEnd(ctx),
    origin: tenant.origin,
    details: {
      purchaserName: input.purchaserName,
      purchaserEmail: input.purchaserEmail,
      recipientName: input.recipientName,
      recipientEmail: input.recipientEmail,
      message: input.giftMessage,
    },
  });
}

/** @throws DomainError forbidden (token), not_found, invalid (not tippable), conflict (tipped), not_onboarded, downstream */
export async function startTip(ctx: Context, token: string, amountCents: number): Promise<OpenCheckout> {
  const verified = ctx.tokens.verify("tip-v1", token, ctx.clock.now());
  if (!verified.ok) throw new DomainError("forbidden", "The tip link has expired or is not valid.");
  const appointment = await findAppointment(ctx.db, verified.record);
  if (!appointment) throw notFound("Appointment");
  if (appointment.tipCheckoutId) {
    throw new DomainError("conflict", "A tip has already been collected for this visit. Thank you.");
  }
  if (appointment.status !== "Completed") throw invalid("token", "This visit can't be tipped: it is not completed.");
  if (!appointment.tipsEnabled) throw invalid("token", "Tips are not accepted for this service.");
  const provider = await getProvider(ctx.db, appointment.providerId);
  const client = await getClient(ctx.db, provider.id, appointment.clientId);
  const site = await siteFor(ctx, ctx.db, provider.id, null);
  return await sell(ctx, provider, {
    kind: "tip",
    subjectId: appointment.id,
    productName: `Tip, ${appointment.serviceName}`,
    amountCents,
    customerEmail: client.email,
    successUrl: `${site}/tip/thanks`,
    cancelUrl: `${site}/tip/cancelled`,
    endsAtMs: purchaseEnd(ctx),
    origin: site,
  });
}

function returnTo(origin: string, path: string): { successUrl: string; cancelUrl: string } {
  return {
    successUrl: `${origin}/${path}/confirm?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${origin}/${path}/cancelled`,
  };
}

async function sell(ctx: Context, provider: Provider, order: CheckoutOrder): Promise<OpenCheckout> {
  const checkoutId = await ctx.db.write(provider.id, async (tx) => {
    // As it is now: its account may have gone, or its currency changed.
    const now = await getProvider(tx, provider.id);
    if (!canBePaid(now)) {
      throw new DomainError(
        "not_onboarded",
        "This studio can't take payments yet: its Stripe onboarding is not finished.",
      );
    }
    return await writeCheckout(ctx, tx, now, order);
  });
  return await openCheckout(ctx, checkoutId);
}
