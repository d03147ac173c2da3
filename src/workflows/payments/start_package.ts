/** A customer buys a class pack; it is theirs once paid. */
import type { Context } from "../context.ts";
import { invalid } from "../../domain/errors.ts";
import { findPackageType } from "../../domain/package_types.ts";
import { getProviderNamed } from "../../domain/providers.ts";
import type { Tenant } from "../tenant.ts";
import type { OpenCheckout } from "./open_checkout.ts";
import { purchaseExpiry } from "./record_checkout.ts";
import { returnUrls } from "../notifications/customer_links.ts";
import { type Buyer, startPurchase } from "./start_purchase.ts";

/** @throws DomainError 403, invalid_request (no such pack on sale), not_onboarded, 502 */
export async function startPackage(
  ctx: Context,
  tenant: Tenant,
  input: Buyer & { packageTypeId: string; handle: string },
): Promise<OpenCheckout> {
  return await startPurchase(ctx, tenant.providerId, async (tx) => {
    const provider = await getProviderNamed(tx, tenant.providerId, input.handle);
    const type = await findPackageType(tx, provider.id, input.packageTypeId);
    if (!type?.active) throw invalid("packageTypeId", "This class pack is not on sale.", "package_unavailable");
    return {
      kind: "package",
      subjectId: type.id,
      productName: type.name,
      amountCents: type.priceCents,
      customerEmail: input.email,
      ...returnUrls(tenant.origin, "packages"),
      expiresAtMs: purchaseExpiry(ctx),
      origin: tenant.origin,
      details: {
        name: input.name,
        email: input.email,
        phone: input.phone,
        packName: type.name,
        sessionsTotal: type.sessionsTotal,
        validDays: type.validDays,
      },
    };
  }, input);
}
