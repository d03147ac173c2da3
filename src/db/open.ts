/** Chooses the driver from the database URL. */
import type { Database } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import type { MigrationTarget } from "./migrate.ts";
import { openRemote } from "./remote.ts";

export interface DatabaseLocation {
  /** `file:` and a path (`file:data/alera.db`, `file:///srv/alera.db`), or a server: `libsql:`, `https:`, `http:`, `wss:`, `ws:`. */
  url: string;
  authToken?: string;
  /** Makes the file an embedded replica of this server. */
  syncUrl?: string;
}

const SERVER_SCHEMES = ["libsql:", "https:", "http:", "wss:", "ws:"];

/** Opens the database at `location`; a file is created if there is none. */
export async function openDatabase(location: DatabaseLocation): Promise<Database & MigrationTarget> {
  const { url, syncUrl } = location;
  const scheme = url.match(/^[a-z+]+:/)?.[0];
  if (scheme === "file:" && !syncUrl) return openEmbedded(filePath(url));
  if (scheme === "file:") return await openRemote({ ...location, url: `file:${filePath(url)}` });
  if (!scheme || !SERVER_SCHEMES.includes(scheme)) {
    throw new Error(`Not a database URL: "${url}". It begins with file: or one of ${SERVER_SCHEMES.join(" ")}`);
  }
  if (syncUrl) throw new Error("An embedded replica needs a file: URL to live in.");
  return await openRemote(location);
}

/** Where the file of an embedded database is; null for a server, and for a replica, which its server can make anew. */
export function embeddedPath({ url, syncUrl }: DatabaseLocation): string | null {
  return url.startsWith("file:") && !syncUrl ? filePath(url) : null;
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
