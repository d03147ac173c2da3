/**
 * The rows of a Checkout Session that a restore lost are made again, from what we sealed into its metadata and from Stripe's own answer.
 * It is then fulfilled like any late payment: a free seat, or a full refund.
 */
import type { Tx } from "../../db/database.ts";
import { findAppointment } from "../../domain/appointments.ts";
import { type Checkout, createCheckout, findCheckout, storeSession } from "../../domain/checkouts.ts";
import { findClass } from "../../domain/class_sessions.ts";
import { createClient, findClientByEmail, isKnownClient } from "../../domain/clients.ts";
import { createExpired } from "../../domain/enrollments.ts";
import { createPackageType, findPackageType } from "../../domain/package_types.ts";
import { iso } from "../../domain/time.ts";
import { dropUnknownCheckout, type UnknownReason } from "../../domain/unknown_checkouts.ts";
import type { CheckoutSession, RefundResult } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { type CheckoutRecord, openMetadata } from "./checkout_metadata.ts";
import { findOurs } from "./find_ours.ts";
import { applyOutcome } from "./settle_checkout.ts";

/** `known`: its rows are there, another process has written them meanwhile. */
export type Recovery =
  | { kind: "recovered"; checkout: Checkout }
  | { kind: "known" }
  | { kind: "left"; reason: UnknownReason };

/** What we sealed for exactly this session, at this account; else why it counts for nothing. */
export function readRecord(
  ctx: Context,
  accountId: string,
  session: CheckoutSession,
): CheckoutRecord | "unreadable" | "differs" {
  const record = openMetadata(ctx.tokens, session.metadata);
  if (!record) return "unreadable";
  const isSame = record.id === session.clientReferenceId && record.id === session.metadata.alera_checkout &&
    record.providerId === session.metadata.alera_provider && record.accountId === accountId &&
    record.amountCents === session.amountCents && record.currency === session.currency?.toLowerCase() &&
    session.livemode === ctx.payments.livemode && session.mode === "payment";
  return isSame ? record : "differs";
}

/**
 * In one transaction, or not at all.
 * @param refunds of the payment, as Stripe lists them
 */
export async function recoverCheckout(
  ctx: Context,
  record: CheckoutRecord,
  session: CheckoutSession,
  outcome: "paid" | "processing",
  refunds: RefundResult[],
): Promise<Recovery> {
  const recovery = await ctx.db.write(record.providerId, async (tx): Promise<Recovery> => {
    if (await findOurs(tx, session)) return { kind: "known" };
    // Its metadata was copied from a session that the books have.
    if (await findCheckout(tx, record.id)) return { kind: "left", reason: "differs" };
    const now = iso(ctx.clock.now());
    const missing = await findMissing(tx, record);
    if (missing) return { kind: "left", reason: missing };
    await recreateRows(tx, record, session, now);
    await applyOutcome(ctx, tx, (await findCheckout(tx, record.id))!, session, outcome, now, refunds);
    await dropUnknownCheckout(tx, session.id);
    return { kind: "recovered", checkout: (await findCheckout(tx, record.id))! };
  });
  if (recovery.kind === "recovered") ctx.wake("outbox"), ctx.wake("refunds"), ctx.wake("checkouts");
  return recovery;
}

/** What its rows would lead to and the books don't have. */
async function findMissing(
  tx: Tx,
  { providerId, kind, subjectId, seat }: CheckoutRecord,
): Promise<UnknownReason | null> {
  if (kind === "class") return seat && await findClass(tx, providerId, seat.classId) ? null : "class_missing";
  if (kind !== "tip") return null;
  const visit = await findAppointment(tx, subjectId!);
  return visit?.providerId === providerId && visit.status === "Completed" ? null : "appointment_missing";
}

/** Under their old ids: the links that customers were mailed lead to them. */
async function recreateRows(
  tx: Tx,
  record: CheckoutRecord,
  session: CheckoutSession,
  now: string,
): Promise<void> {
  const madeAt = session.createdAt === null ? now : iso(session.createdAt * 1000);
  const { providerId, amountCents, details } = record;
  await createCheckout(
    tx,
    {
      ...record,
      livemode: session.livemode === true,
      // Never sent again: the session is there.
      request: {
        accountId: record.accountId,
        clientReferenceId: record.id,
        productName: record.productName,
        amountCents,
        currency: record.currency,
        feeCents: record.feeCents,
        customerEmail: record.customerEmail,
        successUrl: "",
        cancelUrl: "",
        expiresAt: Date.parse(record.expiresAt) / 1000,
        metadata: session.metadata,
      },
    },
    now,
    madeAt,
  );
  await storeSession(tx, record.id, session.id, null, now);
  if (record.kind === "package" && !await findPackageType(tx, providerId, record.subjectId!)) {
    const { packName: name, sessionsTotal, validDays } = details as {
      packName: string;
      sessionsTotal: number;
      validDays: number | null;
    };
    const type = { name, sessionsTotal, validDays, priceCents: amountCents, active: false };
    await createPackageType(tx, providerId, type, now, record.subjectId!);
  }
  if (record.seat) {
    const { classId, given: { name, phone } } = record.seat;
    const clientId = await recoverClient(tx, record, record.seat.client, now);
    const { subjectId, origin } = record;
    const lost = { id: subjectId!, providerId, classId, clientId, name, phone, priceCents: amountCents, origin };
    await createExpired(tx, lost, record.id, madeAt);
  }
}

/** The client as the books have them, by id or email; else made again. An erased one stays erased, and the payment is refunded. */
async function recoverClient(
  tx: Tx,
  { providerId, customerEmail: email, origin }: CheckoutRecord,
  { id, name, phone }: NonNullable<CheckoutRecord["seat"]>["client"],
  now: string,
): Promise<string> {
  if (await isKnownClient(tx, providerId, id)) return id;
  const client = await findClientByEmail(tx, providerId, email) ??
    await createClient(tx, providerId, { name, email, phone, origin }, now, id);
  return client.id;
}
