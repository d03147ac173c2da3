/** A seat is held while its customer pays. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import { type Client, emailOf } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { createHold, type Enrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { newId } from "../../domain/ids.ts";
import { canTakePayments, getProvider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { returnUrls } from "../notifications/customer_links.ts";
import { holdExpiry, recordCheckout } from "../payments/record_checkout.ts";
import { formatWhen } from "../../domain/format.ts";
import { seatOf } from "./booking.ts";

/** When the hold ends, and when a job asks Stripe for its payment page. Milliseconds since 1970. */
export interface HoldTerms {
  expiresAtMs: number;
  openAtMs?: number;
}

/**
 * A hold, with the checkout that is to pay for it; the caller has seen a free seat. Stripe is asked after the commit.
 * @param options `mailLink`: the client is mailed its payment link; `terms`: else it lasts as long as any hold
 * @throws DomainError class_full, invalid_request (no email to pay with), 502 (the studio can't take payments)
 */
export async function placeHold(
  ctx: Context,
  tx: Tx,
  session: ClassSession,
  client: Client,
  given: { name: string | null; phone: string | null },
  urls: { successUrl?: string; cancelUrl?: string },
  origin: string | null,
  now: string,
  { mailLink = false, terms = { expiresAtMs: holdExpiry(ctx) } }: { mailLink?: boolean; terms?: HoldTerms } = {},
): Promise<Enrollment> {
  const provider = await getProvider(tx, session.providerId);
  if (!canTakePayments(provider)) {
    throw new DomainError("not_onboarded", "This studio can't take payments yet. Nothing was booked.");
  }
  const returns = returnUrls(origin ?? ctx.settings.publicUrl, "book");
  const enrollmentId = newId("enr");
  const checkoutId = await recordCheckout(ctx, tx, provider, {
    kind: "class",
    subjectId: enrollmentId,
    productName: session.nameSnapshot,
    productDescription: formatWhen(session.scheduledAt, provider.timezone),
    amountCents: session.priceCents,
    customerEmail: emailOf(client),
    successUrl: urls.successUrl ?? returns.successUrl,
    cancelUrl: urls.cancelUrl ?? returns.cancelUrl,
    ...terms,
    origin,
    details: mailLink ? { mailLink } : {},
    seat: { classId: session.id, client: { id: client.id, name: client.name, phone: client.phone }, given },
  });
  return await createHold(
    tx,
    { id: enrollmentId, ...seatOf(session, client, given, origin) },
    checkoutId,
    iso(terms.expiresAtMs),
    now,
  );
}
