/** A power cut takes what was not synced: every answer given by then must be in what is left. */
import assert from "node:assert/strict";
import { type Database, readOne } from "../../src/db/database.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { Disk, type DiskOptions, textsIn } from "../support/power_cut.ts";

const SECONDS = Number(Deno.env.get("POWER_CUT_SECONDS") ?? 4);
const SEEN = "SELECT group_concat(name) AS names FROM (SELECT name FROM notes ORDER BY rowid DESC LIMIT 20)";

let written = 0;
let newest = "none";

/** Everybody writes, is refused, reads, reads from a cache and looks at snapshots, and notes what was told. */
async function storm(db: Database, told: string[], until: number): Promise<void> {
  let cached: { version: number; names: string[] } | null = null;
  const note = (names: string) => told.push(...names.split(",").filter((name) => name));
  /** Whether it is told that the name is new, or that it is there: it is there. */
  const insert = async (name: string) => {
    await db.write("a", (tx) => tx.run("INSERT INTO notes (name) VALUES (?)", [name])).catch(() => {});
    told.push(name);
  };
  const each = async (act: () => Promise<void>) => {
    while (performance.now() < until) await act();
  };
  /** So that some commit while the disk works for others. */
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
  const writers = Array.from({ length: 16 }, () =>
    each(async () => {
      await insert(newest = `note ${++written}`);
      await aMoment();
    }));
  const refused = each(async () => {
    await insert(newest);
    await aMoment();
  });
  const readers = Array.from({ length: 4 }, () =>
    each(async () => {
      const version = db.version("a")!;
      if (cached?.version !== version) {
        const { names } = (await readOne(db, SEEN))!;
        cached = { version, names: (names ?? "").split(",") };
      }
      note(cached.names.join(","));
      await new Promise((resolve) => setTimeout(resolve));
    }));
  const snapshots = each(async () => {
    note(await db.snapshot(async (reader) => (await readOne(reader, SEEN))!.names ?? ""));
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  await Promise.all([...writers, refused, ...readers, snapshots]);
}

/** @returns how many images were looked at, and what was told and is gone in one of them */
async function cutPower(options: DiskOptions): Promise<{ images: number; lost: string[] }> {
  const directory = await Deno.makeTempDir({ prefix: "alera-power-" });
  const disk = new Disk(options);
  const db = openEmbedded(`${directory}/alera.db`, { openLog: disk.open, longLog: 300 });
  try {
    await db.migration((tx) => tx.script("CREATE TABLE notes (name TEXT NOT NULL UNIQUE) STRICT"));
    const end = performance.now() + SECONDS * 1000;
    // Pauses, so that the log is sometimes moved as a whole and begun anew.
    while (performance.now() < end) {
      await storm(db, disk.told, Math.min(end, performance.now() + 400));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await db.close();
    const lost: string[] = [];
    await disk.eachImage(directory, (path, told) => {
      const names = textsIn(path, "SELECT name FROM notes");
      lost.push(...told.filter((name) => !names.has(name)));
    });
    return { images: disk.images.length, lost };
  } finally {
    await db.close();
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("after a power cut every answer is there: to writes, refusals, reads, cached reads and snapshots", async () => {
  const { images, lost } = await cutPower({});
  assert.ok(images > 5, `${images} images`);
  assert.deepEqual(lost, []);
});

Deno.test("control: a disk that answers before it has synced is caught", async () => {
  const { images, lost } = await cutPower({ lies: true });
  assert.ok(images > 5, `${images} images`);
  assert.ok(lost.length > 0);
});
