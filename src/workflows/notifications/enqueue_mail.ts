/** Puts mails and texts into the outbox, in the transaction of what they tell. The same kind and subject is enqueued once. */
import type { Tx } from "../../db/database.ts";
import { findClient } from "../../domain/clients.ts";
import { archiveUnsent } from "../../domain/message_archive.ts";
import { enqueueMessage, type NewMessage } from "../../domain/outbox.ts";
import { getProvider } from "../../domain/providers.ts";
import type { MailKind, StoredMailData } from "../../mail/mails.ts";

/** A mail to any address. To nobody's, as of a client without an email, it counts as sent long ago: giving an address later sends nothing. */
export async function enqueueMail<K extends MailKind>(
  tx: Tx,
  mail: Omit<NewMessage, "channel" | "to"> & { kind: K; to: string | null; data: StoredMailData[K] },
  now: string,
): Promise<void> {
  const { to } = mail;
  if (to === null) await archiveUnsent(tx, mail);
  else await enqueueMessage(tx, { ...mail, to, channel: "mail" }, now);
}

/** A mail to the client a record belongs to, by the name it was made under, else the one they have today; none once they are erased. */
export async function enqueueToClient<K extends MailKind>(
  tx: Tx,
  of: { providerId: string; clientId: string; name?: string | null },
  mail: { kind: K; subjectId: string; siteOrigin: string | null },
  data: (name: string) => StoredMailData[K],
  now: string,
): Promise<void> {
  const client = await findClient(tx, of.providerId, of.clientId);
  if (!client) return;
  const { providerId, id: clientId, email: to, name } = client;
  await enqueueMail(tx, { ...mail, providerId, clientId, to, data: data(of.name ?? name) }, now);
}

/** A mail to the owner of a studio. */
export async function enqueueToOwner<K extends MailKind>(
  tx: Tx,
  providerId: string,
  mail: { kind: K; subjectId: string; data: StoredMailData[K] },
  now: string,
): Promise<void> {
  const { email: to } = await getProvider(tx, providerId);
  await enqueueMail(tx, { ...mail, providerId, clientId: null, to, siteOrigin: null }, now);
}

/** A text message; its kind is that of its mail, with `text_` before it. */
export async function enqueueText(
  tx: Tx,
  text: { providerId: string; clientId: string; kind: MailKind; subjectId: string; to: string; text: string },
  now: string,
): Promise<void> {
  const { text: words, kind, ...rest } = text;
  const message = { ...rest, kind: `text_${kind}`, siteOrigin: null, data: { text: words } };
  await enqueueMessage(tx, { ...message, channel: "text" }, now);
}
