/** Which client a customer token stands for. */
import type { Context } from "../context.ts";
import { DomainError, refusedToken } from "../../domain/errors.ts";

export interface SignedIn {
  providerId: string;
  clientId: string;
}

/**
 * Who signed in with this token.
 * @param providerId whose token it must be; null: anybody's @param where the token was looked for, for the refusal
 * @throws DomainError invalid_token (missing, malformed, forged), expired_token, wrong_provider
 */
export function verifyCustomer(
  ctx: Context,
  token: string | undefined,
  providerId: string | null,
  where: string,
): SignedIn {
  const signedIn = readToken(ctx, token);
  if (typeof signedIn === "string") {
    throw refusedToken(
      signedIn,
      `The customer token in ${where}`,
      "It is in the sign-in link that POST /api/customer/signin-link mails.",
    );
  }
  if (providerId !== null && signedIn.providerId !== providerId) {
    throw new DomainError("wrong_provider", `The customer token in ${where} belongs to another studio.`);
  }
  return signedIn;
}

/** Who signed in with this token; null when it is missing, malformed, forged or expired. */
export function readCustomerToken(ctx: Context, token: string | undefined): SignedIn | null {
  const signedIn = readToken(ctx, token);
  return typeof signedIn === "string" ? null : signedIn;
}

function readToken(ctx: Context, token: string | undefined): SignedIn | string {
  if (!token) return "missing";
  const verified = ctx.tokens.verify("cust-v1", token, ctx.clock.now());
  if (!verified.ok) return verified.reason;
  const [providerId, clientId] = verified.record.split(":");
  return providerId && clientId ? { providerId, clientId } : "malformed";
}
