/**
 * What Stripe keeps for us with a Checkout Session: whose it is in plain ids, and, sealed under a key of ours, what its rows are made of.
 * Should a restore lose those rows, they can be made again, and nobody else can have written them.
 */
import type { CheckoutKind } from "../../domain/checkouts.ts";
import type { Tokens } from "../../domain/tokens.ts";
import type { CheckoutSession } from "../../ports/payments.ts";

/** Characters of a metadata value: Stripe takes 500. */
const PART = 480;

/** The rows of a checkout, as far as they can't be read from Stripe's own answer. */
export interface CheckoutRecord {
  id: string;
  providerId: string;
  accountId: string;
  kind: CheckoutKind;
  subjectId: string | null;
  productName: string;
  amountCents: number;
  currency: string;
  feeCents: number;
  customerEmail: string;
  origin: string | null;
  expiresAt: string;
  details: Record<string, unknown>;
  /** Of a class: whose seat it is, and what was given with this booking. */
  seat: {
    classId: string;
    client: { id: string; name: string; phone: string | null };
    given: { name: string | null; phone: string | null };
  } | null;
}

/** Personal data stand in the sealed parts only. */
export function checkoutMetadata(tokens: Tokens, record: CheckoutRecord): Record<string, string> {
  const sealed = tokens.seal("checkout", JSON.stringify(record));
  const parts = sealed.match(new RegExp(`.{1,${PART}}`, "g"))!.map((part, i) => [`alera_sealed_${i}`, part]);
  return {
    alera_provider: record.providerId,
    alera_checkout: record.id,
    alera_kind: record.kind,
    ...(record.subjectId ? { alera_subject: record.subjectId } : {}),
    ...(record.seat ? { alera_class: record.seat.classId, alera_client: record.seat.client.id } : {}),
    ...Object.fromEntries(parts),
  };
}

/** What a session says of itself. It proves nothing: a studio can write it too. */
export interface Claim {
  providerId: string;
  kind: CheckoutKind;
  amountCents: number;
  currency: string;
}

/** Null for one that does not say that it is ours. */
export function claimOf({ metadata, amountCents, currency }: CheckoutSession): Claim | null {
  const { alera_provider: providerId, alera_checkout: id, alera_kind: kind } = metadata;
  return providerId && id && isKind(kind) && amountCents !== null && currency
    ? { providerId, kind, amountCents, currency: currency.toLowerCase() }
    : null;
}

const isKind = (kind: string | undefined): kind is CheckoutKind =>
  kind === "class" || kind === "package" || kind === "gift_card" || kind === "tip";

/** What we sealed; null when it is missing or not ours. Whether this is the session it was sealed for is for the caller to see. */
export function openMetadata(tokens: Tokens, metadata: Record<string, string>): CheckoutRecord | null {
  let sealed = "";
  for (let i = 0; metadata[`alera_sealed_${i}`] !== undefined; i++) sealed += metadata[`alera_sealed_${i}`];
  const opened = sealed && tokens.open("checkout", sealed);
  return opened ? JSON.parse(opened) : null;
}
