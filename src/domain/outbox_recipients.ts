/** Messages follow their client to another address, and go when the client is erased. */
import { runAny, type Tx } from "../db/database.ts";

/**
 * A client has another email or phone: what is queued or dead goes there. What was sent keeps its recipient and becomes theirs, so that
 * erasing them finds it: mails with a gift card know only an address.
 */
export async function moveMessages(
  tx: Tx,
  providerId: string,
  clientId: string,
  from: string,
  to: string,
): Promise<void> {
  await runAny(
    tx,
    `UPDATE messages SET client_id = ? WHERE provider_id = ? AND recipient = ? AND client_id IS NULL AND kind IN ('gift_card', 'gift_card_receipt')`,
    [clientId, providerId, from],
  );
  await runAny(
    tx,
    "UPDATE messages SET recipient = ? WHERE provider_id = ? AND client_id = ? AND recipient = ? AND state IN ('queued', 'dead')",
    [to, providerId, clientId, from],
  );
}

/** An erased client's messages lose their content and are not sent any more; mails to the owner no longer name them. */
export async function eraseMessages(
  tx: Tx,
  providerId: string,
  clientId: string,
  email: string | null,
  name: string,
): Promise<void> {
  await runAny(
    tx,
    `UPDATE messages SET data = json_set(data, '$.customerName', 'A client')
     WHERE provider_id = ? AND client_id IS NULL AND data ->> '$.customerName' IN (SELECT ? UNION SELECT name FROM enrollments WHERE client_id = ?)`,
    [providerId, name, clientId],
  );
  await runAny(
    tx,
    `UPDATE messages SET recipient = '', data = '{}', last_error = NULL, next_attempt_at = NULL, claimed_at = NULL, state = CASE state WHEN 'sent' THEN 'sent' ELSE 'erased' END
     WHERE provider_id = ? AND (client_id = ? OR recipient = ?)`,
    [providerId, clientId, email],
  );
}

/** Who gave a card, in a mail about it, after they were erased. */
const NOBODY = "Somebody";

/**
 * Mails to others about a gift card no longer name an erased buyer or recipient. They are still sent: the card is somebody's. They are
 * found through the cards, so this must come before those forget the email.
 */
export async function eraseFromCardMails(tx: Tx, providerId: string, email: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE messages SET data = json_replace(data, '$.purchaserName', ?, '$.message', NULL)
     WHERE dedupe_key IN (SELECT 'gift_card:' || id FROM gift_cards WHERE provider_id = ? AND purchaser_email = ?)`,
    [NOBODY, providerId, email],
  );
  await runAny(
    tx,
    `UPDATE messages SET data = json_replace(data, '$.recipientName', NULL, '$.recipientEmail', NULL)
     WHERE dedupe_key IN (SELECT 'gift_card_receipt:' || id FROM gift_cards WHERE provider_id = ? AND recipient_email = ?)`,
    [providerId, email],
  );
}
