/** The ways in which an owner lets a client pay for a seat at once. */
import type { Reader } from "../../db/database.ts";
import { getClientPackage } from "../../domain/client_packages.ts";
import type { Client } from "../../domain/clients.ts";
import { waivePrice } from "../../domain/enrollment_moves.ts";
import { invalid } from "../../domain/errors.ts";
import { type OfflineMethod, recordOfflinePayment } from "../../domain/offline_payments.ts";
import { notFound } from "../../domain/errors.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import { noCredits, spendCredit } from "./pay_with_credit.ts";
import { getPayingCard, insufficient, payWithGiftCard, readGiftCardCode } from "./pay_with_gift_card.ts";
import type { Prepayment } from "./prepayment.ts";

/** What an owner says about the payment. */
export interface DeskPayment {
  payment: "none" | "offline" | "credit" | "gift_card" | "link";
  /** Of `offline`; the price when left out. */
  amountCents?: number;
  /** Of `offline`. */
  paidIn?: OfflineMethod;
  clientPackageId?: string;
  giftCardCode?: string;
}

/** A way to pay at once, and whether there is enough to pay with. */
export interface DeskPrepayment extends Prepayment {
  /** @throws DomainError no_credits, gift_card_insufficient @param priceCents of the seat */
  refuseIfShort(priceCents: number): void;
}

const enough = () => {};

/**
 * Null for a payment link.
 * @param client null: a new one @throws DomainError invalid_request, not_found (no such pack or card), gift_card_expired
 */
export async function readDeskPayment(
  ctx: Context,
  from: Reader,
  providerId: string,
  client: Client | null,
  input: DeskPayment,
  priceCents: number,
  now: string,
): Promise<DeskPrepayment | null> {
  switch (input.payment) {
    case "link":
      return null;
    case "none":
      return nothingToPay(ctx);
    case "offline":
      return paidOffline(ctx, input);
    case "credit":
      return await withCredit(ctx, from, client, input, now);
    case "gift_card":
      return await withGiftCard(ctx, from, providerId, input, priceCents, now);
  }
}

function nothingToPay(ctx: Context): DeskPrepayment {
  return {
    paid: { with: "free" },
    refuseIfShort: enough,
    async take(tx, enrollment, session, client, now) {
      if (enrollment.priceCents > 0) await waivePrice(tx, enrollment.id, now); // a hold had the price of its class
      await closeOnBooking(tx, enrollment, now);
      await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, { with: "free", cents: 0 }, now);
    },
  };
}

function paidOffline(ctx: Context, { amountCents, paidIn = undefined }: DeskPayment): DeskPrepayment {
  return {
    paid: { with: "offline" },
    refuseIfShort: enough,
    async take(tx, enrollment, session, client, now) {
      const cents = amountCents ?? enrollment.priceCents;
      await recordOfflinePayment(tx, enrollment, { amountCents: cents, method: paidIn ?? null }, now);
      await closeOnBooking(tx, enrollment, now);
      await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, { with: "offline", cents }, now);
    },
  };
}

async function withCredit(
  ctx: Context,
  from: Reader,
  client: Client | null,
  { clientPackageId }: DeskPayment,
  now: string,
): Promise<DeskPrepayment> {
  if (clientPackageId === undefined) throw invalid("clientPackageId", "Say which class pack pays.");
  if (!client) throw notFound("Class pack");
  const pack = await getClientPackage(from, client.id, clientPackageId);
  const isEmpty = pack.sessionsRemaining === 0 || pack.expiresAt !== null && pack.expiresAt <= now;
  return {
    paid: { with: "credit", clientPackageId: pack.id },
    refuseIfShort: () => {
      if (isEmpty) throw noCredits();
    },
    take: (tx, enrollment, session, who, at) => spendCredit(ctx, tx, enrollment, session, who, pack.id, at),
  };
}

async function withGiftCard(
  ctx: Context,
  from: Reader,
  providerId: string,
  { giftCardCode }: DeskPayment,
  priceCents: number,
  now: string,
): Promise<DeskPrepayment> {
  if (giftCardCode === undefined) throw invalid("giftCardCode", "Say which gift card pays.");
  const code = readGiftCardCode(giftCardCode);
  const card = await getPayingCard(from, providerId, code, now);
  if (priceCents === 0) return nothingToPay(ctx);
  return {
    paid: { with: "gift_card" },
    refuseIfShort: (cents) => {
      if (card.balanceCents < cents) throw insufficient(card);
    },
    take: async (tx, enrollment, session, client, at) => {
      const paying = await getPayingCard(tx, providerId, code, at); // its balance of now
      await payWithGiftCard(ctx, tx, paying, { enrollment, session, client }, at);
    },
  };
}
