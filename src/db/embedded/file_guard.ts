/**
 * Whether a commit can still be kept: SQLite goes on writing to a file that was deleted, or replaced by another, and what it
 * acknowledges is gone with the process. Only names are looked at: a handle on the file would drop SQLite's locks when closed.
 */

/** A look takes some 5 µs a file, so a storm of commits pays for a hundred a second. */
const LOOK_EVERY_MS = 10;

/** What a disk says that takes no write. */
const REFUSALS = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/;

type Identity = string | null;

export class FileGuard {
  #files: [path: string, identity: Identity][] = [];
  #report: (event: string, error: unknown) => void;
  #lookedAt = -Infinity;
  #lost: Error | null = null;
  /** The failure that was reported last; null: all is well as far as anybody knows. */
  #reported: Error | null = null;

  /** @param report is told once when writing fails (`database_unavailable`), and once when it works again (`database_available`) */
  constructor(report: (event: string, error: unknown) => void) {
    this.#report = report;
  }

  /** To be called before a file is opened: what is put there meanwhile is noticed, then. */
  watch(path: string): void {
    this.#files.push([path, identityOf(path)]);
  }

  /** @throws Error with the code `SQLITE_READONLY_DBMOVED` while a file that is open is not the one at its path */
  check(): void {
    const now = performance.now();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = now;
      this.#lost = this.#look();
    }
    if (!this.#lost) return;
    this.failed(this.#lost);
    throw this.#lost;
  }

  /** Something was written. */
  worked(): void {
    if (!this.#reported) return;
    this.#reported = null;
    this.#report("database_available", null);
  }

  /** An error of a statement; what says nothing about the disk is passed over. */
  failed(error: unknown): void {
    if (this.#reported || !REFUSALS.test(String((error as { code?: unknown }).code))) return;
    this.#reported = error as Error;
    this.#report("database_unavailable", error);
  }

  #look(): Error | null {
    const lost = this.#files.find(([path, identity]) => identityOf(path) !== identity);
    if (!lost) return null;
    const became = identityOf(lost[0]) === null ? "is gone" : "was replaced by another";
    const message = `A file of the database ${became}: nothing is written any more. Put it back, or stop the server.`;
    return Object.assign(new Error(message), { code: "SQLITE_READONLY_DBMOVED" });
  }
}

/** Device and number of a file, whatever its name; null where none can be seen. */
function identityOf(path: string): Identity {
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}
