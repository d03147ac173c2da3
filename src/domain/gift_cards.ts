/** Gift cards. What is taken from one, and comes back, is in its ledger (`gift_card_entries.ts`), whose trigger moves the balance. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { DomainError, invalid, notFound } from "./errors.ts";
import { type EventType, recordEvent } from "./events.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";
import { DAY, iso, ms } from "./time.ts";
import { hashSecret, newGiftCardCode, type Tokens } from "./tokens.ts";

/** What one may be worth. */
export const GIFT_CARD_AMOUNTS = { minCents: 1000, maxCents: 500_000 };

export interface GiftCard {
  id: string;
  providerId: string;
  codeLast4: string;
  initialCents: number;
  balanceCents: number;
  currency: string;
  expiresAt: string | null;
}

/** No card of this studio has such a code: somebody mistypes, or guesses. */
export function unknownCode(): UnknownCode {
  return new UnknownCode("not_found", "Gift card not found.");
}
export class UnknownCode extends DomainError {}

/** An expired card pays for nothing. @throws DomainError gift_card_expired @param field that the code came in */
export function refuseIfExpired(card: Pick<GiftCard, "expiresAt">, now: string, field: string): void {
  if (card.expiresAt !== null && card.expiresAt <= now) {
    throw invalid(field, "This gift card has expired.", "gift_card_expired");
  }
}

/** Upper case without spaces and hyphens; null when it is not 16 letters and digits. */
export function normalizeCode(input: string): string | null {
  const code = input.replace(/[\s-]/g, "").toUpperCase();
  return /^[A-Z0-9]{16}$/.test(code) ? code : null;
}

const hashCode = (providerId: string, code: string) => hashSecret(`${providerId}:${code}`);

export function findGiftCard(from: Reader, providerId: string, code: string): Promise<GiftCard | null> {
  return readOne<GiftCard>(
    from,
    `SELECT id, provider_id AS providerId, code_last4 AS codeLast4, initial_cents AS initialCents, balance_cents AS balanceCents, currency, expires_at AS expiresAt
     FROM gift_cards WHERE code_hash = ? AND provider_id = ?`,
    [hashCode(providerId, code), providerId],
  );
}

/** The last four of a card whose own differ in one letter from those of this code; null when none is so near. */
export async function findNearLast4(from: Reader, providerId: string, code: string): Promise<string | null> {
  const last4 = code.slice(-4);
  const near = [0, 1, 2, 3].map((at) => `${last4.slice(0, at)}_${last4.slice(at + 1)}`);
  const row = await readOne<{ last4: string }>(
    from,
    `SELECT code_last4 AS last4 FROM gift_cards WHERE provider_id = ? AND balance_cents > 0
       AND (code_last4 LIKE ? OR code_last4 LIKE ? OR code_last4 LIKE ? OR code_last4 LIKE ?) ORDER BY created_at DESC, id DESC LIMIT 1`,
    [providerId, ...near],
  );
  return row?.last4 ?? null;
}

/** Whether the studio ever issued a card: its amount is in the currency of then. */
export async function hasGiftCards(from: Reader, providerId: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 FROM gift_cards WHERE provider_id = ? LIMIT 1", [providerId]) !== null;
}

export interface NewGiftCard {
  providerId: string;
  /** Null when the owner issued it, paid elsewhere. */
  checkoutId: string | null;
  amountCents: number;
  currency: string;
  purchaserName: string;
  purchaserEmail: string | null;
  recipientName: string | null;
  recipientEmail: string | null;
  message: string | null;
  expiresAt: string | null;
}

/** When a card that is issued now ends: as many days later as its studio's cards are good for, or never. */
export function giftCardExpiry(
  { giftCardValidDays }: { giftCardValidDays: number | null },
  now: string,
): string | null {
  return giftCardValidDays ? iso(ms(now) + giftCardValidDays * DAY) : null;
}

/** The row keeps a hash of the code, and an encrypted copy that is opened when the mail is written. */
export async function createGiftCard(
  tx: Tx,
  tokens: Tokens,
  input: NewGiftCard,
  now: string,
): Promise<{ id: string; code: string }> {
  const id = newId("gc");
  const code = newGiftCardCode();
  await runOne(
    tx,
    `INSERT INTO gift_cards (id, provider_id, checkout_id, code_hash, code_sealed, code_last4, initial_cents, balance_cents, currency,
       purchaser_name, purchaser_email, recipient_name, recipient_email, message, expires_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      input.providerId,
      input.checkoutId,
      hashCode(input.providerId, code),
      tokens.seal("gift-card-code", code),
      code.slice(-4),
      input.amountCents,
      input.amountCents,
      input.currency,
      input.purchaserName,
      input.purchaserEmail,
      input.recipientName,
      input.recipientEmail,
      input.message,
      input.expiresAt,
      now,
    ],
  );
  await recordCardEvent(tx, "gift_card.purchased", input.providerId, id, now);
  return { id, code };
}

/** What became of a card, as it is now. */
export async function recordCardEvent(
  tx: Tx,
  type: EventType & `gift_card.${string}`,
  providerId: string,
  id: string,
  now: string,
): Promise<void> {
  await recordEvent(tx, { providerId, clientId: null, type, data: await giftCardJson(tx, providerId, id) }, now);
}

/** A card's plaintext code, for its mail. Null when neither secret opens it, or this provider has no such card. */
export async function openGiftCardCode(
  from: Reader,
  tokens: Tokens,
  providerId: string,
  id: string,
): Promise<string | null> {
  const row = await readOne<{ sealed: string }>(
    from,
    "SELECT code_sealed AS sealed FROM gift_cards WHERE id = ? AND provider_id = ?",
    [id, providerId],
  );
  return row && tokens.open("gift-card-code", row.sealed);
}

const ITEM =
  `json_object('id', g.id, 'codeLast4', g.code_last4, 'initialCents', g.initial_cents, 'balanceCents', g.balance_cents,
  'currency', g.currency, 'purchaserName', g.purchaser_name, 'purchaserEmail', g.purchaser_email, 'recipientName', g.recipient_name,
  'recipientEmail', g.recipient_email, 'expiresAt', g.expires_at, 'createdAt', g.created_at,
  'paidWith', iif(g.checkout_id IS NULL, 'offline', 'card'))`;

export function listGiftCards(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: ITEM,
    from: "gift_cards g",
    where: "g.provider_id = ?",
    args: [providerId],
    order: "g.created_at",
    id: "g.id",
    page,
  });
}

/** An entry: of a booking also which class, and whose. */
const ENTRY =
  `json_object('id', t.id, 'appointmentId', coalesce(t.appointment_id, t.enrollment_id), 'debitCents', t.debit_cents, 'createdAt', t.created_at,
  'enrollmentId', t.enrollment_id, 'purpose', t.purpose,
  'class', json(iif(c.id IS NULL, 'null', json_object('id', c.id, 'name', c.name_snapshot, 'scheduledAt', c.scheduled_at))),
  'client', json(iif(cl.id IS NULL, 'null', json_object('id', cl.id, 'name', coalesce(e.name, cl.name)))))`;
const ENTRIES =
  `gift_card_entries t LEFT JOIN enrollments e ON e.id = t.enrollment_id LEFT JOIN class_sessions c ON c.id = e.class_id
  LEFT JOIN clients cl ON cl.id = e.client_id`;

/** One card with its ledger. @throws DomainError not_found */
export async function giftCardJson(from: Reader, providerId: string, id: string): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_set(${ITEM}, '$.redemptions', json((SELECT json_group_array(json(entry)) FROM (
       SELECT ${ENTRY} AS entry FROM ${ENTRIES} WHERE t.gift_card_id = g.id ORDER BY t.created_at, t.rowid)))) AS item
     FROM gift_cards g WHERE g.provider_id = ? AND g.id = ?`,
    [providerId, id],
  );
  if (!row) throw notFound("Gift card");
  return row.item;
}

export interface GiftCardOfClient {
  id: string;
  codeLast4: string;
  initialCents: number;
  balanceCents: number;
  purchaserName: string;
  purchaserEmail: string | null;
  recipientName: string | null;
  recipientEmail: string | null;
  expiresAt: string | null;
  createdAt: string;
}

/** Cards bought by or for this email, newest first. */
export function listGiftCardsOf(from: Reader, providerId: string, email: string): Promise<GiftCardOfClient[]> {
  return from.read<GiftCardOfClient>(
    `SELECT id, code_last4 AS codeLast4, initial_cents AS initialCents, balance_cents AS balanceCents, purchaser_name AS purchaserName,
       purchaser_email AS purchaserEmail, recipient_name AS recipientName, recipient_email AS recipientEmail, expires_at AS expiresAt,
       created_at AS createdAt
     FROM gift_cards WHERE provider_id = ? AND (purchaser_email = ? OR recipient_email = ?) ORDER BY created_at DESC, id DESC`,
    [providerId, email, email],
  );
}

/** A client has a new email: their cards follow it. */
export async function moveGiftCards(tx: Tx, providerId: string, from: string, to: string): Promise<void> {
  await runAny(tx, "UPDATE gift_cards SET purchaser_email = ? WHERE provider_id = ? AND purchaser_email = ?", [
    to,
    providerId,
    from,
  ]);
  await runAny(tx, "UPDATE gift_cards SET recipient_email = ? WHERE provider_id = ? AND recipient_email = ?", [
    to,
    providerId,
    from,
  ]);
}

/** Erases the personal data of an erased client; the card keeps its balance. */
export async function eraseFromGiftCards(tx: Tx, providerId: string, email: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE gift_cards SET purchaser_name = 'Erased', purchaser_email = NULL, message = NULL WHERE provider_id = ? AND purchaser_email = ?",
    [providerId, email],
  );
  await runAny(
    tx,
    "UPDATE gift_cards SET recipient_name = NULL, recipient_email = NULL, message = NULL WHERE provider_id = ? AND recipient_email = ?",
    [providerId, email],
  );
}
