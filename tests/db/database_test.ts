/** One suite for every driver: what Database promises, whoever keeps the promise. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type Database, type Row, runAny, runOne, type SqlValue, type Tx } from "../../src/db/database.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import type { MigrationTarget } from "../../src/db/migrate.ts";
import { openRemote } from "../../src/db/remote.ts";
import { serveHrana } from "../support/hrana_server.ts";

const SCHEMA = `
  CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, data BLOB) STRICT;
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  CREATE TABLE owners (id INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES owners (id) DEFERRABLE INITIALLY DEFERRED) STRICT;
  INSERT INTO counters VALUES ('bookings', 0);
`;

interface World extends AsyncDisposable {
  db: Database;
  /** The same file, past the driver: what is committed, as anybody else sees it. */
  committed(sql: string): Row[];
}

interface Driver {
  name: string;
  open(path: string): { db: Database & MigrationTarget; close(): Promise<void> };
}

const DRIVERS: Driver[] = [
  {
    name: "embedded",
    open: (path) => {
      const db = openEmbedded(path);
      return { db, close: () => db.close() };
    },
  },
  {
    name: "server",
    open: (path) => {
      const server = serveHrana(path);
      const db = openRemote({ url: server.url });
      return {
        db,
        close: async () => {
          await db.close();
          await server.close();
        },
      };
    },
  },
];

async function open(driver: Driver): Promise<World> {
  const directory = await Deno.makeTempDir({ prefix: "alera-db-" });
  const path = `${directory}/test.db`;
  const outside = new DatabaseSync(path, { timeout: 1000 });
  outside.exec("PRAGMA journal_mode = WAL");
  const { db, close } = driver.open(path);
  await db.migration((tx) => tx.script(SCHEMA));
  return {
    db,
    committed: (sql) => outside.prepare(sql).all().map((row) => ({ ...row })),
    async [Symbol.asyncDispose]() {
      await close();
      outside.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function each(name: string, test: (world: World) => Promise<void>): void {
  for (const driver of DRIVERS) {
    Deno.test(`${driver.name}: ${name}`, async () => {
      await using world = await open(driver);
      await test(world);
    });
  }
}

function addNote(tx: Tx, text: SqlValue): Promise<number> {
  return tx.run("INSERT INTO notes (text) VALUES (?)", [text]);
}

/** Long enough for everything that can go on to go on. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

async function texts(db: Database): Promise<string[]> {
  return (await db.read("SELECT text FROM notes ORDER BY id")).map(({ text }) => text);
}

each("values come back as they went in", async ({ db }) => {
  const large = "é🙂x".repeat(400_000);
  for (const text of ["", "it's", "日本語 🙂", large, null]) {
    const [row] = await db.write("a", (tx) => tx.read("INSERT INTO notes (text) VALUES (?) RETURNING text", [text]));
    assert.equal(row.text, text);
  }
  const integers = [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  for (const integer of integers) {
    const [row] = await db.read("SELECT ? AS value, typeof(?) AS type", [integer, integer]);
    assert.deepEqual({ ...row }, { value: integer, type: "integer" });
  }
  assert.equal((await db.read("SELECT ? AS value", [12n]))[0].value, 12);
  assert.equal((await db.read("SELECT CAST(? AS TEXT) AS value", [2n ** 63n - 1n]))[0].value, "9223372036854775807");
  const bytes = new Uint8Array([0, 1, 2, 255]);
  const [blob] = await db.write(
    "a",
    (tx) => tx.read("INSERT INTO notes (data) VALUES (?) RETURNING data", [bytes.subarray(1)]),
  );
  for (const row of [blob, ...await db.read("SELECT data FROM notes WHERE data IS NOT NULL LIMIT 1")]) {
    assert.ok(row.data instanceof ArrayBuffer);
    assert.deepEqual(new Uint8Array(row.data), new Uint8Array([1, 2, 255]));
  }
});

each("rows are plain objects with nothing else in them, many, one or none", async ({ db }) => {
  await db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES ('one'), ('two'), ('three')"));
  const sql = "SELECT id, text FROM notes WHERE id >= ? ORDER BY id";
  assert.deepEqual(await db.read(sql, [2]), [{ id: 2, text: "two" }, { id: 3, text: "three" }]);
  assert.deepEqual(await db.read(sql, [9]), []);
  assert.deepEqual(await db.read(`${sql} LIMIT 1`, [2]), [{ id: 2, text: "two" }]);
  assert.deepEqual(await db.read(`${sql} LIMIT 1`, [9]), []);
  assert.deepEqual(Object.keys((await db.read(`${sql} LIMIT 1`, [1]))[0]), ["id", "text"]);
});

each("what SQLite would misunderstand is refused before it gets there", async ({ db }) => {
  const wrong = [1.5, NaN, Infinity, 2 ** 53, true, undefined, {}, new Date(0), "a\0b"] as unknown as SqlValue[];
  for (const value of wrong) {
    await assert.rejects(db.read("SELECT ? AS value", [value]), TypeError, String(value));
    await assert.rejects(db.write("a", (tx) => addNote(tx, value)), TypeError, String(value));
  }
  await db.read("SELECT ? AS a, ? AS b", ["left over", "from before"]);
  await assert.rejects(db.read("SELECT ? AS a, ? AS b", ["one"]), /2 parameters, 1/);
  await assert.rejects(db.read("SELECT ? AS a, ? AS b", ["one", "two", "three"]), /2 parameters, 3/);
  for (const sql of ["SELECT :name AS a", "SELECT @name AS a", "SELECT $name AS a"]) {
    await assert.rejects(db.read(sql), TypeError, sql);
  }
  await assert.rejects(db.read("SELECT ?1 AS a", ["one"]), TypeError);
  const literal = "SELECT '? it''s :me' AS \"a?\", ? AS b -- ? isn't\n /* ? */";
  assert.deepEqual({ ...(await db.read(literal, ["x"]))[0] }, { "a?": "? it's :me", b: "x" });
});

each("run tells how many rows changed, also with RETURNING", async ({ db }) => {
  await db.write("a", async (tx) => {
    assert.equal(await tx.run("INSERT INTO notes (text) VALUES ('a'), ('b'), ('c')"), 3);
    assert.equal(await tx.run("UPDATE notes SET text = text || '!' WHERE id > ?", [1]), 2);
    assert.equal(await tx.run("UPDATE notes SET text = 'x' WHERE id = 99"), 0);
    for (let i = 0; i < 3; i++) assert.equal(await tx.run("INSERT INTO notes (text) VALUES ('r') RETURNING id"), 1);
    assert.deepEqual(await tx.read("DELETE FROM notes WHERE id < 3 RETURNING text"), [{ text: "a" }, { text: "b!" }]);
  });
  assert.deepEqual(await texts(db), ["c!", "r", "r", "r"]);
});

each("a transaction sees its own writes, a reader only committed ones", async ({ db, committed }) => {
  await db.write("a", async (tx) => {
    await addNote(tx, "one");
    assert.equal((await tx.read("SELECT text FROM notes")).length, 1);
    assert.equal(committed("SELECT text FROM notes").length, 0);
  });
  assert.equal(committed("SELECT text FROM notes").length, 1);
  assert.deepEqual(await texts(db), ["one"]);
});

each("while a transaction takes its time, reads from outside are answered with what is committed", async ({ db }) => {
  const slow = db.write("a", async (tx) => {
    await addNote(tx, "one");
    await aMoment();
    await addNote(tx, "two");
  });
  await aMoment();
  const seen = await Promise.all([
    texts(db),
    texts(db),
    db.snapshot((reader) => reader.read("SELECT text FROM notes")),
  ]);
  await slow;
  for (const { length } of seen) assert.ok(length === 0 || length === 2);
  assert.deepEqual(await texts(db), ["one", "two"]);
});

each("a call that throws takes back its own writes and no other's", async ({ db, committed }) => {
  const results = await Promise.allSettled([
    db.write("a", (tx) => addNote(tx, "first")),
    db.write("a", async (tx) => {
      await addNote(tx, "second");
      await tx.run("UPDATE notes SET text = 'spoiled'");
      throw new Error("changed my mind");
    }),
    db.write("a", () => Promise.reject(new Error("did nothing"))),
    db.write("a", () => Promise.resolve("did nothing")),
    db.write("a", async (tx) => {
      await assert.rejects(tx.run("INSERT INTO notes (id) VALUES (1)"), { code: /^SQLITE_CONSTRAINT/ });
      return await addNote(tx, "third, after an error it has dealt with");
    }),
    db.write("a", (tx) => tx.run("NOT SQL")),
    db.write("a", async (tx) => {
      await addNote(tx, "last");
      throw new Error("too");
    }),
  ]);
  assert.deepEqual(results.map(({ status }) => status), [
    "fulfilled",
    "rejected",
    "rejected",
    "fulfilled",
    "fulfilled",
    "rejected",
    "rejected",
  ]);
  assert.equal((results[1] as PromiseRejectedResult).reason.message, "changed my mind");
  const kept = ["first", "third, after an error it has dealt with"];
  assert.deepEqual(committed("SELECT text FROM notes ORDER BY id").map(({ text }) => text), kept);
});

each(
  "a statement that nobody waits for undoes its own call when it fails, and no other's",
  async ({ db, committed }) => {
    const broken: [name: string, work: (tx: Tx) => Promise<unknown>, says: RegExp][] = [
      ["no row", (tx) => runOne(tx, "UPDATE notes SET text = 'x' WHERE id = 99"), /0 rows were changed, expected 1/],
      ["a constraint", (tx) => runOne(tx, "INSERT INTO notes (id) VALUES (1)"), /UNIQUE/],
      ["before a read", async (tx) => {
        await runOne(tx, "INSERT INTO notes (id) VALUES (1)");
        await tx.read("SELECT count(*) AS n FROM notes");
      }, /UNIQUE/],
      ["before others", async (tx) => {
        await runAny(tx, "INSERT INTO nowhere VALUES (1)");
        await runOne(tx, "INSERT INTO notes (text) VALUES ('spoiled')");
      }, /nowhere/],
      ["too many rows", async (tx) => {
        await runOne(tx, "UPDATE notes SET text = 'spoiled'");
        return (await tx.read("SELECT text FROM notes LIMIT 1"))[0].text;
      }, /rows were changed, expected 1/],
    ];
    await db.write("a", (tx) => tx.run("INSERT INTO notes (id, text) VALUES (1, 'there'), (2, 'there')"));
    for (const [name, work, says] of broken) {
      for (const alone of [true, false]) {
        const add = (text: string) => db.write("a", (tx) => runOne(tx, "INSERT INTO notes (text) VALUES (?)", [text]));
        const calls = alone ? [db.write("a", work)] : [add(`${name} 1`), db.write("a", work), add(`${name} 2`)];
        const results = await Promise.allSettled(calls);
        const wrong = results.filter((one) => one.status === "rejected");
        assert.equal(wrong.length, 1, name);
        assert.match(String(wrong[0].reason), says, name);
        assert.equal(results[alone ? 0 : 1].status, "rejected", name);
      }
    }
    const kept = broken.flatMap(([name]) => [`${name} 1`, `${name} 2`]);
    const found = committed("SELECT text FROM notes ORDER BY id").map(({ text }) => text);
    assert.deepEqual(found, ["there", "there", ...kept]);
  },
);

each(
  "of statements that a call asks for at once, those that went well are undone with the one that failed",
  async ({ db, committed }) => {
    const add = (text: string) => db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES (?)", [text]));
    const both = (tx: Tx) =>
      Promise.all([tx.run("INSERT INTO notes (text) VALUES ('spoiled')"), tx.run("INSERT INTO nowhere VALUES (1)")]);
    const results = await Promise.allSettled([add("one"), db.write("a", both), add("two")]);
    assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
    assert.deepEqual(committed("SELECT text FROM notes ORDER BY id").map(({ text }) => text), ["one", "two"]);
    const [swallowed] = await Promise.allSettled([db.write("a", (tx) => both(tx).catch(() => [])), add("three")]);
    const [{ n }] = committed("SELECT count(*) AS n FROM notes WHERE text = 'spoiled'");
    assert.equal(n, swallowed.status === "fulfilled" ? 1 : 0, "who is told that it was done finds it, and nobody else");
    assert.deepEqual((await texts(db)).filter((text) => text !== "spoiled"), ["one", "two", "three"]);
  },
);

each("what nobody waited for is there for the next statement, in order", async ({ db }) => {
  const seen = await db.write("a", async (tx) => {
    await runOne(tx, "INSERT INTO notes (id, text) VALUES (1, 'one')");
    await runOne(tx, "UPDATE notes SET text = text || ', two'");
    return (await tx.read("SELECT text FROM notes"))[0].text;
  });
  assert.equal(seen, "one, two");
  await assert.rejects(db.write("a", (tx) => runOne(tx, "INSERT INTO notes (text) VALUES (?)", [1.5])), TypeError);
  await assert.rejects(
    db.write("a", async (tx) => {
      await runOne(tx, "UPDATE notes SET text = 'three'");
      throw new Error("no");
    }),
    /no/,
  );
  assert.deepEqual(await texts(db), ["one, two"]);
});

each("a call that throws takes back also what tells no number of rows", async ({ db, committed }) => {
  const statements = [
    "CREATE TABLE half (id INTEGER)",
    "WITH gone (text) AS (VALUES ('gone')) INSERT INTO notes (text) SELECT text FROM gone",
    "INSERT INTO notes (text) VALUES ('gone') RETURNING id",
  ];
  for (const sql of statements) {
    const [kept, gone] = await Promise.allSettled([
      db.write("a", (tx) => addNote(tx, "kept")),
      db.write("a", async (tx) => {
        await tx.run(sql);
        throw new Error("no");
      }),
    ]);
    assert.deepEqual([kept.status, gone.status], ["fulfilled", "rejected"]);
  }
  assert.deepEqual(committed("SELECT DISTINCT text FROM notes"), [{ text: "kept" }]);
  assert.deepEqual(committed("SELECT name FROM sqlite_schema WHERE name = 'half'"), []);
});

each("a lone call that throws leaves nothing behind", async ({ db, committed }) => {
  const work = async (tx: Tx) => {
    await addNote(tx, "half");
    throw new Error("no");
  };
  await assert.rejects(db.write("a", work), /no/);
  assert.deepEqual(committed("SELECT * FROM notes"), []);
  await db.write("a", (tx) => addNote(tx, "whole"));
  assert.deepEqual(await texts(db), ["whole"]);
});

each("whoever is answered finds his write committed, for everybody", async ({ db, committed }) => {
  await Promise.all(Array.from({ length: 20 }, async (_, i) => {
    await db.write("a", (tx) => addNote(tx, `note ${i}`));
    assert.equal(committed(`SELECT 1 FROM notes WHERE text = 'note ${i}'`).length, 1);
    assert.equal((await db.read("SELECT 1 FROM notes WHERE text = ?", [`note ${i}`])).length, 1);
  }));
});

each("a commit that fails is put right by running each call alone", async ({ db, committed }) => {
  let seats = 0;
  const results = await Promise.allSettled([
    db.write("a", (tx) => addNote(tx, "before")),
    db.write("a", async (tx) => {
      await addNote(tx, "taken");
      await tx.run("INSERT INTO pets (owner) VALUES (404)");
    }),
    db.write("a", async (tx) => {
      seats++;
      if ((await tx.read("SELECT 1 FROM notes WHERE text = 'taken'")).length > 0) throw new Error("full");
      await addNote(tx, "after all");
    }),
    db.write("a", (tx) => addNote(tx, "after")),
  ]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled", "fulfilled"]);
  assert.match((results[1] as PromiseRejectedResult).reason.message, /FOREIGN KEY/);
  assert.equal(seats, 2, "the refusal was founded on a write that did not last");
  assert.deepEqual(
    committed("SELECT text FROM notes ORDER BY id").map(({ text }) => text),
    ["before", "after all", "after"],
  );
  await assert.rejects(db.write("a", (tx) => tx.run("INSERT INTO pets (owner) VALUES (404)")), /FOREIGN KEY/);
  await db.write("a", (tx) => addNote(tx, "later"));
  assert.equal(committed("SELECT 1 FROM notes").length, 4);
});

each("a full disk fails who filled it, and nothing is written outside a transaction", async ({ db, committed }) => {
  const filling = async (tx: Tx) => {
    const [{ page_count }] = await tx.read("PRAGMA page_count");
    await tx.read(`PRAGMA max_page_count = ${page_count + 2}`);
    await addNote(tx, "x".repeat(100_000));
  };
  const results = await Promise.allSettled([
    db.write("a", (tx) => addNote(tx, "before")),
    db.write("a", filling),
    db.write("a", async (tx) => {
      await filling(tx).catch(() => {});
      await addNote(tx, "as if nothing had happened");
    }),
    db.write("a", (tx) => addNote(tx, "after")),
  ]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "rejected", "fulfilled"]);
  assert.match((results[1] as PromiseRejectedResult).reason.code, /^SQLITE_FULL/);
  assert.deepEqual(committed("SELECT text FROM notes ORDER BY id"), [{ text: "before" }, { text: "after" }]);
});

each("200 writes at once are all counted", async ({ db, committed }) => {
  const values = await Promise.all(Array.from({ length: 200 }, () =>
    db.write("a", async (tx) => {
      const [{ value }] = await tx.read("SELECT value FROM counters WHERE name = 'bookings' LIMIT 1");
      await tx.run("UPDATE counters SET value = ? WHERE name = 'bookings'", [value + 1]);
      return value + 1;
    })));
  assert.deepEqual(values, Array.from({ length: 200 }, (_, i) => i + 1));
  assert.deepEqual(committed("SELECT value FROM counters"), [{ value: 200 }]);
});

each("inside write() the database itself is not to be asked", async ({ db }) => {
  const inside = [
    () => db.write("a", (tx) => addNote(tx, "inner")),
    () => db.read("SELECT 1"),
    () => db.snapshot((reader) => reader.read("SELECT 1")),
  ];
  for (const ask of inside) {
    await db.write("a", async (tx) => {
      await addNote(tx, "outer");
      await assert.rejects(ask(), /inside write\(\)/);
    });
  }
  const ended = Promise.withResolvers<void>();
  let later!: Promise<number>;
  await db.write("a", (tx) => {
    later = ended.promise.then(() => db.write("a", (tx) => addNote(tx, "later")));
    return addNote(tx, "outer");
  });
  ended.resolve();
  assert.equal(await later, 1, "what merely started inside may write once the call is over");
  assert.deepEqual(await texts(db), ["outer", "outer", "outer", "outer", "later"]);
});

each("a transaction can't be ended from inside, nor used after its end", async ({ db }) => {
  for (
    const sql of [
      "COMMIT",
      "ROLLBACK",
      "BEGIN",
      "SAVEPOINT call",
      "RELEASE call",
      "END",
      "/* */ commit",
      "; -- \n ;COMMIT",
    ]
  ) {
    await assert.rejects(db.write("a", (tx) => tx.run(sql)), /write\(\) alone/, sql);
  }
  let leaked!: Tx;
  await db.write("a", async (tx) => {
    leaked = tx;
    await addNote(tx, "in time");
  });
  await assert.rejects(addNote(leaked, "too late"), /over/);
  await db.write("a", async (tx) => {
    await assert.rejects(addNote(leaked, "in a stranger's transaction"), /over/);
    await assert.rejects(leaked.read("SELECT 1"), /over/);
    await addNote(tx, "my own");
  });
  assert.deepEqual(await texts(db), ["in time", "my own"]);
});

each("a snapshot stays as it was while others write", async ({ db }) => {
  await db.write("a", (tx) => addNote(tx, "before"));
  let leaked!: { read(sql: string): Promise<Row[]> };
  const writes: Promise<unknown>[] = [];
  await db.snapshot(async (reader) => {
    leaked = reader;
    writes.push(db.write("a", (tx) => addNote(tx, "meanwhile")));
    await writes[0];
    assert.deepEqual(await reader.read("SELECT text FROM notes"), [{ text: "before" }]);
    assert.deepEqual(await reader.read("SELECT text FROM notes WHERE text = ?", ["meanwhile"]), []);
  });
  await Promise.all(writes);
  assert.deepEqual(await texts(db), ["before", "meanwhile"]);
  await assert.rejects(leaked.read("SELECT 1"), /over/);
  await assert.rejects(db.snapshot(() => Promise.reject(new Error("no"))), /no/);
  await db.snapshot((reader) => reader.read("INSERT INTO notes (text) VALUES ('x') RETURNING id")).catch(() => {});
  assert.equal((await texts(db)).length, 2);
});

each("a snapshot begins when it is asked for, not at its first read", async ({ db, committed }) => {
  await db.snapshot(async (reader) => {
    await db.write("a", (tx) => addNote(tx, "too late"));
    assert.equal(committed("SELECT 1 FROM notes").length, 1);
    assert.deepEqual(await reader.read("SELECT text FROM notes"), []);
  });
});

each("closing finishes what was begun and refuses what comes after", async ({ db, committed }) => {
  const begun = Array.from({ length: 5 }, (_, i) => db.write("a", (tx) => addNote(tx, `note ${i}`)));
  let over = false;
  const snapshot = db.snapshot(async (reader) => {
    await aMoment();
    const rows = await reader.read("SELECT 1 AS one");
    over = true;
    return rows;
  });
  const closed = Promise.all([db.close(), db.close()]);
  await assert.rejects(db.write("a", (tx) => addNote(tx, "late")), /closed/);
  await assert.rejects(db.read("SELECT 1"), /closed/);
  await assert.rejects(db.snapshot((reader) => reader.read("SELECT 1")), /closed/);
  await closed;
  assert.ok(over);
  await Promise.all(begun);
  assert.deepEqual(await snapshot, [{ one: 1 }]);
  assert.equal(committed("SELECT 1 FROM notes").length, 5);
  await db.close();
});
