/** The machine, through Deno. */
import { promises as fs } from "node:fs"; // older runtimes have no statfs in node:fs/promises
import { dirname } from "node:path";
import type { Host } from "../ports/host.ts";

/** @param databasePath null where the database is a server */
export function createHost(databasePath: string | null): Host {
  return {
    async storage() {
      if (databasePath === null) return null;
      const [database, log, free] = await Promise.all([
        sizeOf(databasePath),
        sizeOf(`${databasePath}-wal`),
        freeAt(dirname(databasePath)),
      ]);
      return { database, log, free };
    },
    memory() {
      const { rss, heapTotal, external } = Deno.memoryUsage();
      return { rss, heap: heapTotal, external };
    },
    deno: Deno.version.deno,
  };
}

function sizeOf(path: string): Promise<number> {
  return Deno.stat(path).then(({ size }) => size, () => 0);
}

/** What this process may still take. Needs `--allow-sys=statfs`. */
function freeAt(directory: string): Promise<number | null> {
  return fs.statfs(directory).then(({ bavail, bsize }) => bavail * bsize, () => null);
}

const EVERY = 250;

/** Tells `observe` four times a second how late a timer runs, in seconds. @returns what ends it */
export function watchLoopDelay(observe: (seconds: number) => void): () => void {
  let asked = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    observe(Math.max(0, now - asked - EVERY) / 1000);
    asked = now;
  }, EVERY);
  Deno.unrefTimer(timer);
  return () => clearInterval(timer);
}
