/** Chooses the driver from the database URL. */
import type { Database, Reader } from "./database.ts";
import { type EmbeddedOptions, openEmbedded } from "./embedded.ts";
import { type FileLock, lockFile } from "./embedded/file_lock.ts";
import { examineFile } from "./embedded/examine.ts";
import type { MigrationTarget } from "./migrate.ts";
import { openRemote } from "./remote.ts";
import { type Lease, takeLease } from "./remote/lease.ts";

export interface DatabaseLocation {
  /** `file:` and a path (`file:data/alera.db`, `file:///srv/alera.db`), or a server: `libsql:`, `https:`, `http:`, `wss:`, `ws:`. */
  url: string;
  authToken?: string;
}

const SERVER_SCHEMES = ["libsql:", "https:", "http:", "wss:", "ws:"];

/** What the one process that serves a database, or changes its schema, holds until it ends. */
export type DatabaseLock = FileLock | Lease;

/** Takes the lock of a file or the lease of a server. @returns null when another process still has it after `waitMs` */
export function lockDatabase(location: DatabaseLocation, waitMs: number): Promise<DatabaseLock | null> {
  const path = embeddedPath(location);
  return path === null ? takeLease(location, waitMs) : lockFile(path, waitMs);
}

/**
 * Opens the database at `location`; a file is created if there is none.
 * @param lock of who holds it; without a server's lease nothing is checked against it
 */
export function openDatabase(
  location: DatabaseLocation,
  { lock, ...options }: EmbeddedOptions & { lock?: DatabaseLock } = {},
): Database & MigrationTarget {
  const { url } = location;
  const scheme = url.match(/^[a-z+]+:/)?.[0];
  if (scheme === "file:") return openEmbedded(filePath(url), options);
  if (!scheme || !SERVER_SCHEMES.includes(scheme)) {
    throw new Error(`Not a database URL: "${url}". It begins with file: or one of ${SERVER_SCHEMES.join(" ")}`);
  }
  const { report, metrics } = options;
  return openRemote({ ...location, lease: lock && "fence" in lock ? lock : undefined, report, metrics });
}

/** Runs `work` on one state of the database and changes nothing, also where nothing may be written. It may run twice. */
export async function examineDatabase<T>(
  location: DatabaseLocation,
  work: (reader: Reader) => Promise<T>,
): Promise<T> {
  const path = embeddedPath(location);
  if (path !== null) return await examineFile(path, work);
  const db = openDatabase(location);
  try {
    return await db.snapshot(work);
  } finally {
    await db.close();
  }
}

/** Where the file of an embedded database is; null for a server. */
export function embeddedPath({ url }: DatabaseLocation): string | null {
  return url.startsWith("file:") ? filePath(url) : null;
}

/** Whether the engine's error, or what caused it, says that the file is damaged or no database. */
export function isDamage(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return /^SQLITE_(CORRUPT|NOTADB)/.test(String(code)) || cause instanceof Error && isDamage(cause);
}

/** `file:data/alera.db` is relative to the working directory, which a URL parser would not allow. */
function filePath(url: string): string {
  if (url.startsWith("file://")) return decodeURIComponent(new URL(url).pathname);
  return url.slice("file:".length);
}
