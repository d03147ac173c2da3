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
  const signedIn = readCustomerToken(ctx, token);
  if (!signedIn) {
    throw new DomainError("unauthenticated", "The sign-in token is missing, not valid, or has expired.");
  }
  if (providerId !== null && signedIn.providerId !== providerId) {
    throw new DomainError("forbidden", "This sign-in token belongs to another studio.");
  }
  return signedIn;
}

/** Who signed in with this token; null when it is missing, malformed, forged or expired. */
export function readCustomerToken(
  ctx: Context,
  token: string | undefined,
): { providerId: string; clientId: string } | null {
  const verified = token ? ctx.tokens.verify("cust-v1", token, ctx.clock.now()) : null;
  const [providerId, clientId] = verified?.ok ? verified.record.split(":") : [];
  return providerId && clientId ? { providerId, clientId } : null;
}
