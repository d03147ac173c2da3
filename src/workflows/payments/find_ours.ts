/** Our own row of a Checkout Session. */
import type { Reader } from "../../db/database.ts";
import { type Checkout, findCheckout, findCheckoutBySession } from "../../domain/checkouts.ts";
import type { CheckoutSession } from "../../ports/payments.ts";

/** By the session's id; before that is stored, by the reference we gave. Metadata is no proof. */
export async function findOurs(from: Reader, session: CheckoutSession): Promise<Checkout | null> {
  const known = await findCheckoutBySession(from, session.id);
  if (known || !session.clientReferenceId) return known;
  const referred = await findCheckout(from, session.clientReferenceId);
  return referred?.sessionId === null ? referred : null;
}
