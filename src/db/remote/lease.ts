/**
 * One process serves the database of a server: whoever does holds a lease, a row there, by the server's clock. Each holder has a
 * fencing number, greater than those before. A write is checked against it inside its transaction, so one who lost the lease
 * without knowing (paused, cut off) commits nothing any more.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@libsql/client/http";
import { runAny, type Tx } from "../database.ts";
import { isBusy, isLost } from "./errors.ts";
import { connect, type ServerLocation } from "./client.ts";

export interface Lease extends AsyncDisposable {
  fence: number;
}

/** Another process has taken the lease: this one has no business with the database any more. */
export class LeaseLostError extends Error {
  override name = "LeaseLostError";
}

/** Shorter than a restart waits, so that a crash keeps nobody out. */
const LEASE_MS = 8_000;
export const RENEW_EVERY_MS = 2_000;

const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** Before any migration: it decides who may migrate. */
const TABLE = `CREATE TABLE IF NOT EXISTS server_lease (
  id INTEGER PRIMARY KEY CHECK (id = 1), fence INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT`;

/**
 * Takes the lease, which must be renewed.
 * @returns null when another process still holds it after `waitMs`
 */
export async function takeLease(location: ServerLocation, waitMs: number): Promise<Lease | null> {
  const client = connect(location);
  const fence = await take(client, waitMs).catch((error) => {
    client.close();
    throw error;
  });
  if (fence === null) {
    client.close();
    return null;
  }
  return {
    fence,
    async [Symbol.asyncDispose]() {
      // Should the server not hear it, the lease ends by itself.
      await client.execute({ sql: "UPDATE server_lease SET expires_at = 0 WHERE fence = ?", args: [fence] })
        .catch(() => {});
      client.close();
    },
  };
}

async function take(client: Client, waitMs: number): Promise<number | null> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const late = performance.now() > deadline;
    try {
      const [, taken] = await client.batch([
        TABLE,
        {
          sql: `INSERT INTO server_lease (id, fence, expires_at) VALUES (1, 1, ${NOW} + ?)
            ON CONFLICT (id) DO UPDATE SET fence = fence + 1, expires_at = excluded.expires_at
            WHERE expires_at <= ${NOW} RETURNING fence`,
          args: [LEASE_MS],
        },
      ], "write");
      if (taken.rows.length > 0) return Number(taken.rows[0].fence);
      if (late) return null;
    } catch (error) {
      if (!(isBusy(error) || isLost(error)) || late) throw error;
    }
    await delay(200);
  }
}

/** Asked first in every write transaction, which holds the server's write lock: no row, and the lease is another's. */
export function stillOurs(fence: number): { sql: string; args: [number] } {
  return { sql: "SELECT fence FROM server_lease WHERE fence = ?", args: [fence] };
}

/** Lets the lease run on from now. One that has run out is still ours as long as nobody has taken it. */
export function renew(tx: Tx, fence: number): Promise<void> {
  return runAny(tx, `UPDATE server_lease SET expires_at = ${NOW} + ? WHERE fence = ?`, [LEASE_MS, fence]);
}
