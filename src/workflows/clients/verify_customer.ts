/** Which client a customer token stands for. */
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";

/**
 * The id of the client who signed in with this token.
 * @throws DomainError unauthenticated (missing, malformed, forged, expired), forbidden (another provider's)
 */
export function verifyCustomerToken(ctx: Context, token: string | undefined, providerId: string | null): string {
  return verifyCustomer(ctx, token, providerId).clientId;
}

/** The same, with the provider. @throws DomainError unauthenticated, forbidden */
export function verifyCustomer(
  ctx: Context,
  token: string | undefined,
  providerId: string | null,
): { providerId: string; clientId: string } {
  const verified = token ? ctx.tokens.verify("cust-v1", token, ctx.clock.now()) : null;
  const [ofProvider, clientId] = verified?.ok ? verified.record.split(":") : [];
  if (!ofProvider || !clientId) {
    throw new DomainError("unauthenticated", "The sign-in token is missing, not valid, or has expired.");
  }
  if (providerId !== null && ofProvider !== providerId) {
    throw new DomainError("forbidden", "This sign-in token belongs to another studio.");
  }
  return { providerId: ofProvider, clientId };
}
