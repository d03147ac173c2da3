/** A disk that keeps what a power cut would have left: the files as they were when a sync that has ended began. */
import { DatabaseSync } from "node:sqlite";
import { type LogFile, openLog } from "../../src/db/embedded/log_sync.ts";

interface Image {
  database: Uint8Array;
  log: Uint8Array;
  /** How much had been told when the next sync ended: no more than this one covers. */
  told: number;
}

export interface DiskOptions {
  /** Says that a sync is done when it has only begun: the control. */
  lies?: boolean;
  /** Every so many syncs an image is kept. */
  every?: number;
}

export class Disk {
  /** What callers were told, in order: each of these must outlive a power cut from now on. */
  readonly told: string[] = [];
  readonly images: Image[] = [];
  #syncs = 0;
  #path = "";
  #lies: boolean;
  #every: number;
  #log!: LogFile;
  /** Kept open: the close of a handle of the database file would drop SQLite's locks. */
  #database!: Deno.FsFile;
  #waiting: Image | null = null;
  #closed = false;
  #last: Promise<void> = Promise.resolve();

  constructor({ lies = false, every = 7 }: DiskOptions = {}) {
    this.#lies = lies;
    this.#every = every;
  }

  /** For `EmbeddedOptions.openLog`. */
  readonly open = (path: string): LogFile => {
    this.#path = path;
    this.#log = openLog(path);
    this.#database = Deno.openSync(path);
    return {
      syncData: () => {
        this.#last = this.#last.then(() => this.#sync());
        return this.#lies ? Promise.resolve() : this.#last;
      },
      close: () => {
        this.#closed = true;
        this.#log.close();
      },
    };
  };

  /** Writes each image as a file, lets SQLite recover it, and hands it to `look` with what it must hold. */
  async eachImage(directory: string, look: (path: string, told: string[]) => Promise<void> | void): Promise<void> {
    await this.#last;
    this.#database.close();
    for (const [i, image] of this.images.entries()) {
      const path = `${directory}/image-${i}.db`;
      await Deno.writeFile(path, image.database);
      await Deno.writeFile(`${path}-wal`, image.log);
      await look(path, this.told.slice(0, image.told));
    }
  }

  async #sync(): Promise<void> {
    if (this.#closed) return; // only a disk that lies has any left to do then
    // The database first: a page that is moved there meanwhile is in the log, too.
    const image = this.told.length > 0 && this.#syncs++ % this.#every === 0
      ? { database: this.#readDatabase(), log: Deno.readFileSync(`${this.#path}-wal`), told: 0 }
      : null;
    await this.#log.syncData().catch((error) => {
      if (!this.#closed) throw error;
    });
    if (this.#waiting) this.images.push({ ...this.#waiting, told: this.told.length });
    this.#waiting = image;
  }

  #readDatabase(): Uint8Array {
    const bytes = new Uint8Array(this.#database.statSync().size);
    this.#database.seekSync(0, Deno.SeekMode.Start);
    for (let read = 0; read < bytes.length;) read += this.#database.readSync(bytes.subarray(read)) ?? bytes.length;
    return bytes;
  }
}

/** The texts of one column of a recovered image, which must be sound. */
export function textsIn(path: string, sql: string): Set<string> {
  const db = new DatabaseSync(path);
  try {
    const [{ integrity_check: found }] = db.prepare("PRAGMA integrity_check").all();
    if (found !== "ok") throw new Error(`a damaged image: ${found}`);
    return new Set(db.prepare(sql).all().map((row) => String(Object.values(row)[0])));
  } finally {
    db.close();
  }
}
