/** A customer leaves a waitlist. */
import { findClass } from "../../domain/class_sessions.ts";
import { notFound, refusedToken } from "../../domain/errors.ts";
import { findEntry, type WaitlistEntry } from "../../domain/waitlist.ts";
import { verifyCustomer } from "../clients/verify_customer.ts";
import type { Context } from "../context.ts";
import { classEnd } from "../notifications/customer_links.ts";
import { endEntry } from "./withdraw_offer.ts";

/** The token of this entry, or that of the customer who waits. */
export interface LeaveProof {
  leaveToken?: string;
  customerToken?: string;
}

/**
 * An offer that is out ends, and its seat is free for the next. Who does not wait any more has nothing to leave.
 * @throws DomainError invalid_token, expired_token, not_found, stripe_unavailable
 */
export async function leaveWaitlist(ctx: Context, entryId: string, proof: LeaveProof): Promise<void> {
  const entry = proof.leaveToken === undefined
    ? await findByCustomer(ctx, entryId, proof.customerToken)
    : await findByToken(ctx, entryId, proof.leaveToken);
  if (!entry) throw notFound("Waitlist entry");
  await endEntry(ctx, entry, "customer");
}

async function findByCustomer(ctx: Context, entryId: string, token?: string): Promise<WaitlistEntry | null> {
  const { providerId, clientId } = verifyCustomer(ctx, token, null, "`customerToken`");
  const entry = await findEntry(ctx.db, entryId);
  return entry?.clientId === clientId && entry.providerId === providerId ? entry : null;
}

/** The token of a class that was moved follows it. */
async function findByToken(ctx: Context, entryId: string, token: string): Promise<WaitlistEntry | null> {
  const verified = ctx.tokens.verify("wl-v1", token, ctx.clock.now());
  const advice = "Use the one that was answered when this customer joined.";
  if (!verified.ok && verified.reason !== "expired" || verified.record !== entryId) {
    throw refusedToken("malformed", "The token in `leaveToken`", advice);
  }
  const entry = await findEntry(ctx.db, entryId);
  if (verified.ok || !entry) return entry;
  const session = await findClass(ctx.db, entry.providerId, entry.classId);
  if (!session || classEnd(session) <= ctx.clock.now()) {
    throw refusedToken("expired", "The token in `leaveToken`", advice);
  }
  return entry;
}
