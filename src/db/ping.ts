import { type Database, type Reader, runOne } from "./database.ts";

/** Before this version SQLite could lose commits when a checkpoint met one that began the log anew: sqlite.org/wal.html, "The WAL-Reset Bug". */
const FIRST_SOUND = [3, 51, 3];

export interface EngineState {
  /** SQLite's version. */
  sqlite: string;
}

/** Asks the database which engine it is. Rejects when it does not answer. */
export async function ping(from: Reader): Promise<EngineState> {
  const [{ sqlite }] = await from.read("SELECT sqlite_version() AS sqlite");
  return { sqlite };
}

/** For so long an answer holds, ms: however many ask, no more than one of them writes. */
const PROVEN_FOR_MS = 1000;
/** Nobody's answers are cached under this name, so no probe makes one stale. */
const SCOPE = "write_probes";

/** Makes a function that proves that the database takes writes, by a tiny one, and says which engine it is. It rejects when it does not. */
export function createReadiness(db: Database, now: () => number): () => Promise<EngineState> {
  let proof: Promise<EngineState> | null = null;
  /** Null while it is asked. */
  let answeredAt: number | null = null;
  const answered = () => answeredAt = now();
  return () => {
    const holds = answeredAt === null || Math.abs(now() - answeredAt) < PROVEN_FOR_MS;
    if (proof && holds) return proof;
    answeredAt = null;
    proof = prove(db, now());
    proof.then(answered, answered);
    return proof;
  };
}

async function prove(db: Database, nowMs: number): Promise<EngineState> {
  await db.write(SCOPE, (tx) =>
    runOne(
      tx,
      "INSERT INTO write_probes (id, written_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at",
      [new Date(nowMs).toISOString()],
    ));
  return await ping(db);
}

/** Whether this version has the WAL-reset bug. */
export function hasWalResetBug(sqlite: string): boolean {
  const parts = sqlite.split(".").map(Number);
  const i = FIRST_SOUND.findIndex((first, at) => parts[at] !== first);
  return i >= 0 && parts[i] < FIRST_SOUND[i];
}
