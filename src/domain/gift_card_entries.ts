/**
 * A gift card's ledger: what was taken, for a reference of the tenant's own or for a booking, and what came back of it, in all. Triggers
 * move the balance, and refuse a return of what was not taken.
 */
import { type Reader, readOne, type Tx } from "../db/database.ts";
import { type GiftCard, recordCardEvent } from "./gift_cards.ts";
import { newId } from "./ids.ts";

/** The debit already made for this appointment, in cents, or null. */
export async function findDebit(from: Reader, cardId: string, appointmentId: string): Promise<number | null> {
  const row = await readOne(
    from,
    "SELECT debit_cents AS cents FROM gift_card_entries WHERE gift_card_id = ? AND appointment_id = ? AND debit_cents > 0",
    [cardId, appointmentId],
  );
  return row?.cents ?? null;
}

/** What was taken at the desk: what for, and until when it may be undone. */
export interface DeskNote {
  purpose: string | null;
  undoUntil: string;
}

/** Debits the card. False when the balance is not enough. */
export async function debit(
  tx: Tx,
  card: Pick<GiftCard, "id" | "providerId">,
  appointmentId: string,
  cents: number,
  now: string,
): Promise<boolean> {
  return await insertDebit(tx, newId("debit"), card, appointmentId, cents, now, null);
}

/** Takes from the card at the desk, under a reference of its own. The entry's id; null when the balance is not enough. */
export async function debitAtDesk(
  tx: Tx,
  card: Pick<GiftCard, "id" | "providerId">,
  cents: number,
  note: DeskNote,
  now: string,
): Promise<string | null> {
  const id = newId("debit");
  return await insertDebit(tx, id, card, newId("desk"), cents, now, note) ? id : null;
}

async function insertDebit(
  tx: Tx,
  id: string,
  card: Pick<GiftCard, "id" | "providerId">,
  appointmentId: string,
  cents: number,
  now: string,
  desk: DeskNote | null,
): Promise<boolean> {
  const debited = await tx.run(
    `INSERT INTO gift_card_entries (id, provider_id, gift_card_id, appointment_id, debit_cents, created_at, purpose, undo_until)
     SELECT ?, provider_id, id, ?, ?, ?, ?, ? FROM gift_cards WHERE id = ? AND provider_id = ? AND balance_cents >= ?`,
    [
      id,
      appointmentId,
      cents,
      now,
      desk?.purpose ?? null,
      desk?.undoUntil ?? null,
      card.id,
      card.providerId,
      cents,
    ],
  ) === 1;
  if (debited) await recordCardEvent(tx, "gift_card.changed", card.providerId, card.id, now);
  return debited;
}

/** The card pays for a booking. False when the balance is not enough, or the card has expired. */
export async function debitForBooking(
  tx: Tx,
  card: Pick<GiftCard, "id" | "providerId">,
  enrollmentId: string,
  cents: number,
  now: string,
): Promise<boolean> {
  const debited = await tx.run(
    `INSERT INTO gift_card_entries (id, provider_id, gift_card_id, enrollment_id, debit_cents, created_at)
     SELECT ?, provider_id, id, ?, ?, ? FROM gift_cards
     WHERE id = ? AND provider_id = ? AND balance_cents >= ? AND (expires_at IS NULL OR expires_at > ?)`,
    [newId("debit"), enrollmentId, cents, now, card.id, card.providerId, cents, now],
  ) === 1;
  if (debited) await recordCardEvent(tx, "gift_card.changed", card.providerId, card.id, now);
  return debited;
}

/** What a card paid for a booking, and whether that is back on it. */
export interface BookingDebit {
  cardId: string;
  codeLast4: string;
  expiresAt: string | null;
  cents: number;
  returned: boolean;
}

/** Null for a booking that no card paid for. */
export async function findBookingDebit(from: Reader, enrollmentId: string): Promise<BookingDebit | null> {
  const row = await readOne(
    from,
    `SELECT g.id AS cardId, g.code_last4 AS codeLast4, g.expires_at AS expiresAt, t.debit_cents AS cents,
       EXISTS (SELECT 1 FROM gift_card_entries r WHERE r.enrollment_id = t.enrollment_id AND r.debit_cents < 0) AS returned
     FROM gift_card_entries t JOIN gift_cards g ON g.id = t.gift_card_id WHERE t.enrollment_id = ? AND t.debit_cents > 0`,
    [enrollmentId],
  );
  return row ? { ...row, returned: row.returned === 1 } as BookingDebit : null;
}

/** The gift card that paid for a booking, as the owner reads it. */
export interface SeatGiftCard {
  id: string;
  codeLast4: string;
  cents: number;
  returned: boolean;
}

/** SQL: the `SeatGiftCard` of an enrollment `e`, as JSON; null without one. */
export const SEAT_GIFT_CARD =
  `(SELECT json_object('id', gc.id, 'codeLast4', gc.code_last4, 'cents', t.debit_cents, 'returned', json(iif(EXISTS (
    SELECT 1 FROM gift_card_entries r WHERE r.enrollment_id = t.enrollment_id AND r.debit_cents < 0), 'true', 'false')))
  FROM gift_card_entries t JOIN gift_cards gc ON gc.id = t.gift_card_id WHERE t.enrollment_id = e.id AND t.debit_cents > 0)`;

/** SQL: the cents that are back on the gift card which paid for an enrollment `e`. */
export const RETURNED_CENTS =
  "coalesce((SELECT -t.debit_cents FROM gift_card_entries t WHERE t.enrollment_id = e.id AND t.debit_cents < 0), 0)";

/** Gives back what a card paid for a booking, at most once, whether or not the card has expired. Null when nothing was given back now. */
export async function returnBookingDebit(
  tx: Tx,
  providerId: string,
  enrollmentId: string,
  now: string,
): Promise<BookingDebit | null> {
  const paid = await findBookingDebit(tx, enrollmentId);
  if (!paid || paid.returned) return null;
  const returned = await tx.run(
    `INSERT INTO gift_card_entries (id, provider_id, gift_card_id, enrollment_id, debit_cents, created_at)
     SELECT ?, provider_id, gift_card_id, enrollment_id, -debit_cents, ? FROM gift_card_entries t
     WHERE enrollment_id = ? AND provider_id = ? AND debit_cents > 0
       AND NOT EXISTS (SELECT 1 FROM gift_card_entries r WHERE r.enrollment_id = t.enrollment_id AND r.debit_cents < 0)`,
    [newId("debit"), now, enrollmentId, providerId],
  ) === 1;
  if (!returned) return null;
  await recordCardEvent(tx, "gift_card.changed", providerId, paid.cardId, now);
  return { ...paid, returned };
}

/** What was taken from a card at the desk. */
export interface DeskRedemption {
  id: string;
  cardId: string;
  codeLast4: string;
  balanceCents: number;
  cents: number;
  purpose: string | null;
  undoUntil: string;
  undone: boolean;
}

/** Null also for another provider's, and for what no desk took. */
export async function findDeskRedemption(
  from: Reader,
  providerId: string,
  entryId: string,
): Promise<DeskRedemption | null> {
  const row = await readOne(
    from,
    `SELECT t.id, g.id AS cardId, g.code_last4 AS codeLast4, g.balance_cents AS balanceCents, t.debit_cents AS cents, t.purpose,
       t.undo_until AS undoUntil, EXISTS (SELECT 1 FROM gift_card_entries r
         WHERE r.gift_card_id = t.gift_card_id AND r.appointment_id = t.appointment_id AND r.debit_cents < 0) AS undone
     FROM gift_card_entries t JOIN gift_cards g ON g.id = t.gift_card_id
     WHERE t.id = ? AND t.provider_id = ? AND t.undo_until IS NOT NULL`,
    [entryId, providerId],
  );
  return row ? { ...row, undone: row.undone === 1 } as DeskRedemption : null;
}

/** Puts back what the desk took, once and while it may. True when it was put back now. */
export async function undoDeskRedemption(
  tx: Tx,
  providerId: string,
  of: DeskRedemption,
  now: string,
): Promise<boolean> {
  const undone = await tx.run(
    `INSERT INTO gift_card_entries (id, provider_id, gift_card_id, appointment_id, debit_cents, created_at, purpose)
     SELECT ?, provider_id, gift_card_id, appointment_id, -debit_cents, ?, purpose FROM gift_card_entries t
     WHERE id = ? AND provider_id = ? AND undo_until > ? AND NOT EXISTS (SELECT 1 FROM gift_card_entries r
       WHERE r.gift_card_id = t.gift_card_id AND r.appointment_id = t.appointment_id AND r.debit_cents < 0)`,
    [newId("debit"), now, of.id, providerId, now],
  ) === 1;
  if (undone) await recordCardEvent(tx, "gift_card.changed", providerId, of.cardId, now);
  return undone;
}
