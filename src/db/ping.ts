import type { Reader } from "./database.ts";

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

/** Whether this version has the WAL-reset bug. */
export function hasWalResetBug(sqlite: string): boolean {
  const parts = sqlite.split(".").map(Number);
  const i = FIRST_SOUND.findIndex((first, at) => parts[at] !== first);
  return i >= 0 && parts[i] < FIRST_SOUND[i];
}
