/** Two processes never work one database on a server. */
import assert from "node:assert/strict";
import { openRemote } from "../../src/db/remote.ts";
import { type Lease, LeaseLostError, renew, takeLease } from "../../src/db/remote/lease.ts";
import { serveHrana } from "../support/hrana_server.ts";

/** A server with a table, and what opens its database as the holder of `lease`, or as nobody. */
async function open() {
  const directory = await Deno.makeTempDir({ prefix: "alera-db-" });
  const server = serveHrana(`${directory}/test.db`);
  const opened: { close(): Promise<void> }[] = [];
  const lost: LeaseLostError[] = [];
  const database = (lease?: Lease) => {
    const db = openRemote({ url: server.url, lease, lost: (error) => void lost.push(error) });
    opened.push(db);
    return db;
  };
  const outside = database();
  await outside.migration((tx) => tx.script("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT"));
  return {
    server,
    database,
    lost,
    take: (waitMs = 0) => takeLease(server, waitMs),
    /** As when its holder has not renewed it in time. */
    expire: () => outside.write(null, (tx) => tx.run("UPDATE server_lease SET expires_at = 0")),
    texts: async () => (await outside.read("SELECT text FROM notes ORDER BY id")).map(({ text }) => text),
    async [Symbol.asyncDispose]() {
      for (const db of opened) await db.close();
      await server.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function add(db: ReturnType<typeof openRemote>, text: string): Promise<number> {
  return db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES (?)", [text]));
}

Deno.test("one at a time has the lease: the next gets it when it is given up or has run out, with a greater number", async () => {
  await using world = await open();
  const [one, two] = await Promise.all([world.take(), world.take()]);
  const first = one ?? two!;
  assert.ok(!one || !two, "both have it");
  assert.equal(await world.take(), null);
  await first[Symbol.asyncDispose]();
  const second = (await world.take())!;
  assert.equal(await world.take(), null);
  await world.expire();
  const third = (await world.take())!;
  assert.deepEqual([first.fence, second.fence, third.fence], [1, 2, 3]);
  await second[Symbol.asyncDispose]();
  assert.equal(await world.take(), null, "who has lost it gives nothing up");
  await third[Symbol.asyncDispose]();
});

Deno.test("a renewal counts from when it is made, and is the holder's only", async () => {
  await using world = await open();
  await using lease = (await world.take())!;
  const db = world.database(lease);
  await world.expire();
  await db.write(null, (tx) => renew(tx, lease.fence));
  assert.equal(await world.take(), null);
  await world.expire();
  await db.write(null, (tx) => renew(tx, lease.fence + 1));
  await using next = await world.take();
  assert.equal(next?.fence, lease.fence + 1);
});

Deno.test("who has lost the lease commits nothing any more, and is told once", async () => {
  await using world = await open();
  await using lease = (await world.take())!;
  const db = world.database(lease);
  await add(db, "before");
  await world.expire();
  await add(db, "run out, and nobody has taken it");
  await using next = (await world.take())!;
  const late = await Promise.allSettled([
    add(db, "late"),
    add(db, "too late"),
    db.migration((tx) => tx.script("DROP TABLE notes")),
  ]);
  for (const one of late) assert.ok((one as PromiseRejectedResult).reason instanceof LeaseLostError);
  await assert.rejects(add(db, "ever"), LeaseLostError);
  assert.equal(world.lost.length, 1);
  await add(world.database(next), "after");
  assert.deepEqual(await world.texts(), ["before", "run out, and nobody has taken it", "after"]);
});

Deno.test("control: who is not checked against the lease goes on writing when it is another's", async () => {
  await using world = await open();
  await using _lease = (await world.take())!;
  const unchecked = world.database();
  await world.expire();
  await using _next = (await world.take())!;
  await add(unchecked, "late");
  assert.deepEqual(await world.texts(), ["late"]);
});

Deno.test("nobody takes the lease while a transaction of its holder is open", async () => {
  await using world = await open();
  await using lease = (await world.take())!;
  const db = world.database(lease);
  await world.expire();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const writing = db.write("a", async (tx) => {
    begin();
    await held;
    await tx.run("INSERT INTO notes (text) VALUES ('first')");
  });
  await begun;
  const before = world.server.requests;
  let taken = false;
  const taking = world.take(5_000).then(async (next) => (taken = true, [next, await world.texts()] as const));
  while (world.server.requests < before + 2) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(taken, false);
  release();
  await writing;
  const [next, texts] = await taking;
  assert.deepEqual(texts, ["first"]);
  await assert.rejects(add(db, "late"), LeaseLostError);
  await next![Symbol.asyncDispose]();
});
