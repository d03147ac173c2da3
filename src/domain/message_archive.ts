/** Messages that left, or were erased, long ago: only their dedupe keys stay, so that none is enqueued again and the doctor can prove it. */
import { runAny, type Tx } from "../db/database.ts";

/** @param before ISO; dead letters stay, for their owner has to act @param limit how many at most @returns how many */
export async function archiveMessages(tx: Tx, before: string, limit: number): Promise<number> {
  const old = await tx.read<{ id: number }>(
    // The words of the index `messages_to_archive`, or it would not be used.
    `SELECT id FROM messages WHERE (state = 'sent' OR state = 'erased') AND coalesce(sent_at, created_at) < ?
     ORDER BY coalesce(sent_at, created_at) LIMIT ?`,
    [before, limit],
  );
  if (old.length === 0) return 0;
  const ids = JSON.stringify(old.map((one) => one.id));
  await runAny(
    tx,
    `INSERT INTO archived_messages (dedupe_key, provider_id)
     SELECT dedupe_key, provider_id FROM messages WHERE id IN (SELECT value FROM json_each(?)) AND lane <> 'sign_in'`,
    [ids],
  );
  return await tx.run("DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))", [ids]);
}

/** A message that nobody can be sent: nothing is to send it later. */
export async function archiveUnsent(
  tx: Tx,
  { providerId, kind, subjectId }: { providerId: string; kind: string; subjectId: string },
): Promise<void> {
  await runAny(
    tx,
    "INSERT INTO archived_messages (dedupe_key, provider_id) VALUES (?, ?) ON CONFLICT (dedupe_key) DO NOTHING",
    [`${kind}:${subjectId}`, providerId],
  );
}
