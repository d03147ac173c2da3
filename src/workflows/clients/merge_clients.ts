/** Two records of one person become one. */
import type { Tx } from "../../db/database.ts";
import { listMergeConflicts, type MergeConflict, moveRecords } from "../../domain/client_merges.ts";
import { type Client, eraseClientData, getClient } from "../../domain/clients.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { moveToEmail } from "./change_client.ts";
import { renameClient } from "./keep_client.ts";

/**
 * All that belongs to `fromId` becomes `intoId`'s, which keeps its own name, email and phone, and takes those it lacks. The other record is
 * erased: links that cancel a booking keep working, its sign-in links and calendar feed end.
 * @throws DomainError not_found, invalid_request (one client twice), merge_conflict, payment_pending
 */
export async function mergeClients(ctx: Context, providerId: string, fromId: string, intoId: string): Promise<Client> {
  const merged = await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const from = await getClient(tx, providerId, fromId);
    const into = await getClient(tx, providerId, intoId);
    if (from.id === into.id) throw invalid("intoClientId", "A client can't be merged into itself.");
    const conflicts = await listMergeConflicts(tx, from.id, into.id);
    if (conflicts.length) throw mergeConflict(conflicts);
    return await merge(tx, from, into, now);
  });
  ctx.wake("outbox");
  return merged;
}

async function merge(tx: Tx, from: Client, into: Client, now: string): Promise<Client> {
  await moveRecords(tx, from, into.id);
  if (from.email !== null && into.email !== null) await moveToEmail(tx, into, from.email, into.email);
  await eraseClientData(tx, from, now, into.id); // frees its email
  const notes = [into.note, from.note].filter((note) => note !== null);
  return await renameClient(tx, into, {
    name: into.name,
    email: into.email ?? from.email,
    phone: into.phone ?? from.phone,
    note: notes.length ? notes.join("\n") : null,
  }, now);
}

function mergeConflict(conflicts: MergeConflict[]): DomainError {
  return new DomainError(
    "merge_conflict",
    "Both clients hold or wait for a seat in the same class. Cancel one of the two first.",
    { conflicts },
  );
}
