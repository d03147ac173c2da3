/** What the machine says of this process. */
export interface Host {
  /** Bytes. `free`: left on the disk of the database, null where it can't be asked. Null where the database is a server. */
  storage(): Promise<{ database: number; log: number; free: number | null } | null>;
  /** Bytes. `rss`: all that the process holds. */
  memory(): { rss: number; heap: number; external: number };
  /** The runtime's version. */
  deno: string;
}
