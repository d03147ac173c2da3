import assert from "node:assert/strict";
import { type CommitWatcher, GroupCommit, LARGEST_GROUP, UnknownCommitError } from "../../src/db/group_commit.ts";
import type { WriteConnection } from "../../src/db/write_connection.ts";

/** A connection that only writes down what it is told, and fails where a test wants it to. */
class Recorder implements WriteConnection {
  log: string[] = [];
  transaction: "open" | "ended" | "lost" = "ended";
  onCommit: () => void | Promise<void> = () => {};
  onRun: (sql: string) => void = () => {};

  begin(): Promise<void> {
    this.#note("begin");
    this.transaction = "open";
    return Promise.resolve();
  }
  read() {
    return Promise.resolve([]);
  }
  run(sql: string): Promise<number> {
    this.#note(sql);
    try {
      this.onRun(sql);
      return Promise.resolve(1);
    } catch (error) {
      return Promise.reject(error);
    }
  }
  script(): Promise<void> {
    return Promise.resolve();
  }
  savepoint() {
    this.#note("savepoint");
  }
  release() {
    this.#note("release");
  }
  undo() {
    this.#note("undo");
  }
  async commit() {
    this.#note("commit");
    await this.onCommit();
    this.transaction = "ended";
  }
  rollback() {
    this.#note("rollback");
    this.transaction = "ended";
  }
  count(entry: string): number {
    return this.log.filter((noted) => noted === entry).length;
  }
  #note(entry: string) {
    this.log.push(entry);
  }
}

function world() {
  const connection = new Recorder();
  const committed: (string | null)[][] = [];
  const disk: { sync: Promise<void> | null } = { sync: null };
  const failed: unknown[] = [];
  const watcher: CommitWatcher = {
    committed: (scopes) => void committed.push([...scopes]),
    durable: () => disk.sync,
    failed: (error) => void failed.push(error),
  };
  const group = new GroupCommit(connection, watcher);
  return { connection, committed, failed, disk, group, watcher };
}

Deno.test("what has gathered shares one transaction, at most 128 calls of it", async () => {
  const { connection, group } = world();
  const calls = Array.from({ length: LARGEST_GROUP + 2 }, (_, i) => group.write("a", (tx) => tx.run(`call ${i}`)));
  await Promise.all(calls);
  assert.equal(connection.count("begin"), 2);
  assert.equal(connection.count("commit"), 2);
  const first = connection.log.slice(0, connection.log.indexOf("commit"));
  assert.equal(first.filter((entry) => entry.startsWith("call")).length, LARGEST_GROUP);
  assert.equal(connection.count("savepoint"), 0, "nobody threw, so nobody paid for savepoints");
  assert.deepEqual(connection.log.filter((entry) => entry.startsWith("call")), calls.map((_, i) => `call ${i}`));
});

Deno.test("no caller is answered before the commit, and the scopes are told first", async () => {
  const { connection, committed, group } = world();
  const answered: string[] = [];
  let pending = -1;
  connection.onCommit = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    pending = answered.length + committed.length;
  };
  const note = (name: string) => () => answered.push(`${name} after ${committed.length}`);
  await Promise.all([
    group.write("a", (tx) => tx.run("one")).then(note("one")),
    group.write("b", () => Promise.reject(new Error("no"))).catch(note("two")),
    group.write(null, (tx) => tx.run("three")).then(note("three")),
  ]);
  assert.equal(pending, 0);
  assert.deepEqual(committed, [["a", null]]);
  assert.deepEqual(answered, ["one after 1", "two after 1", "three after 1"]);
});

Deno.test("a call that throws is undone, the others of its group are kept", async () => {
  const { connection, group } = world();
  const results = await Promise.allSettled([
    group.write("a", (tx) => tx.run("one")),
    group.write("a", async (tx) => {
      await tx.run("two");
      throw new Error("no");
    }),
    group.write("a", (tx) => tx.run("three")),
  ]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  assert.deepEqual(connection.log, [
    ...["begin", "one", "two", "rollback"],
    ...["begin", "savepoint", "one", "release", "savepoint", "two", "undo", "savepoint", "three", "release", "commit"],
  ]);
});

Deno.test("a call that throws before it changed anything costs its group nothing", async () => {
  const { connection, group } = world();
  const results = await Promise.allSettled([
    group.write("a", (tx) => tx.run("one")),
    group.write("a", async (tx) => {
      await tx.read("SELECT");
      throw new Error("no");
    }),
    group.write("a", (tx) => tx.run("three")),
  ]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  assert.deepEqual(connection.log, ["begin", "one", "three", "commit"]);
});

Deno.test("a call that wrote through RETURNING has something to undo", async () => {
  const { connection, group } = world();
  await Promise.allSettled([
    group.write("a", (tx) => tx.run("one")),
    group.write("a", async (tx) => {
      await tx.read("UPDATE x SET y = 1 RETURNING y");
      throw new Error("no");
    }),
  ]);
  assert.equal(connection.count("undo"), 1);
});

Deno.test("a call that throws without waiting for its statement has something to undo", async () => {
  const { connection, group } = world();
  connection.run = async (sql) => {
    await new Promise((resolve) => setTimeout(resolve));
    connection.log.push(sql);
    return 1;
  };
  const forgotten: Promise<number>[] = [];
  await Promise.allSettled([
    group.write("a", () => Promise.resolve()),
    group.write("a", async (tx) => {
      forgotten.push(tx.run("never awaited"));
      await Promise.reject(new Error("no"));
    }),
  ]);
  await Promise.all(forgotten);
  assert.equal(connection.count("undo"), 1);
});

Deno.test("when the commit fails each call is run again alone, also one that had thrown", async () => {
  const { connection, group } = world();
  let commits = 0;
  connection.onCommit = () => {
    if (++commits === 1 || commits === 3) throw new Error("refused");
  };
  let tries = 0;
  const results = await Promise.allSettled([
    group.write("a", (tx) => tx.run("one")),
    group.write("a", (tx) => tx.run("two")),
    group.write("a", async () => {
      await Promise.resolve();
      if (++tries === 1) throw new Error("full");
      return "room";
    }),
  ]);
  assert.equal(results[0].status, "fulfilled");
  assert.equal((results[1] as PromiseRejectedResult).reason.message, "refused");
  assert.equal((results[2] as PromiseFulfilledResult<unknown>).value, "room");
  assert.equal(connection.transaction, "ended");
  assert.equal(connection.count("begin"), 4);
});

Deno.test("after a commit of unknown outcome nothing is run again", async () => {
  const { connection, group } = world();
  connection.onCommit = () => {
    connection.transaction = "lost";
    throw new UnknownCommitError("?");
  };
  const together = await Promise.allSettled([
    group.write("a", (tx) => tx.run("one")),
    group.write("a", (tx) => tx.run("two")),
  ]);
  for (const result of together) assert.ok((result as PromiseRejectedResult).reason instanceof UnknownCommitError);
  await assert.rejects(group.write("a", (tx) => tx.run("three")), UnknownCommitError);
  assert.deepEqual(connection.log.filter((entry) => /one|two|three/.test(entry)), ["one", "two", "three"]);
});

Deno.test("a lost connection is worth another try, a rolled back transaction only one alone", async () => {
  for (const [state, tries] of [["lost", 4], ["ended", 1]] as const) {
    const { connection, group } = world();
    connection.onRun = () => {
      connection.transaction = state;
      throw new Error("gone");
    };
    await assert.rejects(group.write("a", (tx) => tx.run("one")), /gone/);
    assert.equal(connection.count("one"), tries);
    assert.equal(connection.count("commit"), 0);
  }
});

Deno.test("nothing is written after the engine has rolled back, though the call has swallowed the error", async () => {
  const { connection, group } = world();
  connection.onRun = (sql) => {
    if (sql !== "too much") return;
    connection.transaction = "ended";
    throw new Error("disk full");
  };
  const greedy = group.write("a", async (tx) => {
    await tx.run("too much").catch(() => {});
    await tx.run("outside of any transaction");
  });
  const modest = group.write("a", (tx) => tx.run("modest"));
  await assert.rejects(greedy, /rolled back/);
  await modest;
  assert.equal(connection.count("outside of any transaction"), 0);
  assert.equal(connection.count("modest"), 1);
});

Deno.test("a migration shares its transaction with nobody", async () => {
  const { connection, group } = world();
  await Promise.all([
    group.write("a", (tx) => tx.run("one")),
    group.alone((tx) => tx.run("migration")),
    group.write("a", (tx) => tx.run("two")),
    group.write("a", (tx) => tx.run("three")),
  ]);
  const migration = connection.log.indexOf("migration");
  assert.deepEqual(connection.log.slice(migration - 1, migration + 2), ["begin", "migration", "commit"]);
  assert.equal(connection.count("begin"), 3);
});

Deno.test("a transaction that has grown old commits what it has and leaves the rest to the next", async () => {
  const { connection, group } = world();
  const now = performance.now;
  let time = 0;
  performance.now = () => time;
  try {
    const slow = async (name: string) => {
      time += 600;
      await connection.run(name);
    };
    await Promise.all(["one", "two", "three", "four"].map((name) => group.write("a", () => slow(name))));
  } finally {
    performance.now = now;
  }
  assert.deepEqual(connection.log.filter((entry) => !/savepoint|release/.test(entry)), [
    ...["begin", "one", "two", "commit", "begin", "three", "four", "commit"],
  ]);
});

Deno.test("close finishes what is queued and takes no more", async () => {
  const { connection, group } = world();
  const last = group.write("a", (tx) => tx.run("last"));
  const closed = group.close();
  await assert.rejects(group.write("a", (tx) => tx.run("late")), /closed/);
  await closed;
  assert.equal(connection.log.at(-1), "commit");
  assert.equal(await last, 1);
});

const boom = new Error("boom");

function refuse(): never {
  throw boom;
}

Deno.test("what throws after the commit is reported; the commit stands, its callers are answered, and the queue lives on", async () => {
  const { connection, failed, group, watcher } = world();
  watcher.committed = refuse;
  assert.equal(await group.write("a", (tx) => tx.run("alone")), 1);
  assert.deepEqual(failed, [boom]);
  assert.deepEqual(
    await Promise.all([group.write("a", (tx) => tx.run("one")), group.write("b", (tx) => tx.run("two"))]),
    [1, 1],
  );
  assert.deepEqual(failed, [boom, boom]);
  watcher.failed = refuse;
  assert.equal(await group.write("a", (tx) => tx.run("untold")), 1);
  assert.equal(connection.count("commit"), 3);
  assert.equal(connection.count("alone"), 1, "nothing is run again");
  await group.close();
});

Deno.test("a metric that throws after the commit is reported, and nothing is run again", async () => {
  const { connection, failed, watcher } = world();
  const measured = { observe: refuse };
  const group = new GroupCommit(connection, watcher, {
    commitSeconds: measured,
    commitCalls: measured,
    syncSeconds: measured,
  });
  assert.equal(await group.write("a", (tx) => tx.run("alone")), 1);
  assert.deepEqual(await Promise.all(["one", "two"].map((sql) => group.write("a", (tx) => tx.run(sql)))), [1, 1]);
  assert.deepEqual(["alone", "one", "two"].map((sql) => connection.count(sql)), [1, 1, 1]);
  assert.deepEqual([connection.count("commit"), failed], [2, [boom, boom]]);
  await group.close();
});

Deno.test("a commit of which nobody can say whether it is on disk is in doubt, and the queue lives on", async () => {
  const { disk, failed, group, watcher } = world();
  disk.sync = Promise.reject(boom);
  disk.sync.catch(() => {});
  await assert.rejects(group.write("a", (tx) => tx.run("one")), UnknownCommitError);
  const { durable } = watcher;
  watcher.durable = refuse;
  await assert.rejects(group.write("a", (tx) => tx.run("two")), UnknownCommitError);
  assert.deepEqual(failed, [boom, boom]);
  disk.sync = null;
  watcher.durable = durable;
  assert.equal(await group.write("a", (tx) => tx.run("three")), 1);
  await group.close();
});

Deno.test("whatever a connection throws rejects its group, and the next one is served", async () => {
  for (const size of [1, 2]) {
    const { connection, group } = world();
    const { rollback } = connection;
    connection.onCommit = refuse;
    connection.rollback = refuse; // it never should
    const calls = await Promise.allSettled(Array.from({ length: size }, () => group.write("a", (tx) => tx.run("one"))));
    for (const call of calls) assert.equal((call as PromiseRejectedResult).reason, boom);
    connection.onCommit = () => {};
    connection.rollback = rollback;
    assert.equal(await group.write("a", (tx) => tx.run("next")), 1);
    await group.close();
  }
});
