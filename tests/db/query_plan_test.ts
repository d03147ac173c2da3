/** Every statement that a broad day of use runs is explained by SQLite: none may read a whole table, the hot ones may not sort. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { loadMigrations } from "../../src/db/migrate.ts";
import type { Database, Reader, SqlValue } from "../../src/db/database.ts";
import { listEventsAfter, newestSequence } from "../../src/domain/events.ts";
import { DAY, HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import { resumeCheckouts } from "../../src/workflows/payments/reconcile_checkouts.ts";
import { type Answer, OPERATOR } from "../support/app.ts";
import { ORIGIN, person, studio } from "../support/studio.ts";
import { formOf, signIn } from "../support/console.ts";
import { consoleRecordsOf, pathOf } from "../support/console_records.ts";

/** A database that writes down every statement with the first arguments it was given. */
class Recorder {
  readonly statements = new Map<string, SqlValue[]>();
  #label = new Map<string, Set<string>>();
  /** What is being done now. */
  doing = "";

  readonly wrap = (db: Database): Database => {
    const reading = <T extends Reader>(on: T): Reader => ({
      read: (sql, args) => (this.#note(sql, args), on.read(sql, args)),
    });
    return {
      ...reading(db),
      version: (scope) => db.version(scope),
      snapshot: (work) => db.snapshot((reader) => work(reading(reader))),
      backup: (file) => db.backup(file),
      close: () => db.close(),
      write: (scope, work) =>
        db.write(
          scope,
          (tx) => work({ ...reading(tx), run: (sql, args) => (this.#note(sql, args), tx.run(sql, args)) }),
        ),
    };
  };

  #note(sql: string, args: SqlValue[] = []): void {
    if (!this.statements.has(sql)) this.statements.set(sql, args);
    const labels = this.#label.get(sql) ?? new Set();
    labels.add(this.doing);
    this.#label.set(sql, labels);
  }

  during(what: string): string[] {
    return [...this.#label].filter(([, labels]) => labels.has(what)).map(([sql]) => sql);
  }
}

/** The plan of a statement, a line for each step. */
function explain(db: DatabaseSync, sql: string, args: SqlValue[]): string[] {
  const bound = args.map((one) => typeof one === "number" ? BigInt(one) : one);
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...bound) as { detail: string }[];
  return rows.map((row) => row.detail);
}

interface Schema {
  tables: Set<string>;
  /** Indexes that hold only some rows of their table: what is still to be done. */
  partial: Set<string>;
}

function schemaOf(db: DatabaseSync): Schema {
  const rows = db.prepare("SELECT type, name, sql FROM sqlite_schema").all() as unknown as {
    type: string;
    name: string;
    sql: string | null;
  }[];
  const names = (type: string, sql = /./) =>
    new Set(rows.filter((one) => one.type === type && sql.test(one.sql ?? "")).map((one) => one.name));
  return { tables: names("table"), partial: names("index", /\bWHERE\b/) };
}

/**
 * What may read as many rows of a table of ours as there are: not the elements of a JSON value, a constant, or the result of a subquery. Of
 * an index that begins with a range SQLite says SEARCH, and yet everybody's rows may lie in it: it needs a second end, or it is walked up to
 * a LIMIT. A whole index may be walked only if it is partial, and up to a LIMIT.
 */
function unbounded(plan: string[], sql: string, { tables, partial }: Schema): string[] {
  const aliases = new Set(tables);
  for (const [, table, alias] of sql.matchAll(/\b(?:FROM|JOIN|UPDATE|,)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?/gi)) {
    if (tables.has(table) && alias) aliases.add(alias);
  }
  const hasLimit = /\bLIMIT\b/i.test(sql);
  return plan.filter((line) => {
    const [, table] = /^(?:SCAN|SEARCH) (\w+)/.exec(line) ?? [];
    if (table === undefined || !aliases.has(table)) return false;
    const [, index] = / INDEX (\w+)/.exec(line) ?? [];
    if (line.startsWith("SCAN")) return !(hasLimit && index !== undefined && partial.has(index));
    const [, conditions] = /\(([^()]*)\)$/.exec(line) ?? [];
    if (conditions === undefined || !/^\(?\w+(,\w+)*\)?[<>]/.test(conditions)) return false;
    return !hasLimit && !/^(\w+)>\? AND \1<\?/.test(conditions);
  });
}

Deno.test("no statement of a day's use reads a whole table, and the hot ones don't sort", async () => {
  const recorder = new Recorder();
  await using t = await studio({ wrapDatabase: recorder.wrap, onFile: true });
  const s = t.studio;
  t.texter.enabled = true;
  const ok = (answer: Answer, status = 200): Answer => {
    assert.equal(answer.status, status, answer.text);
    return answer;
  };
  const pages = async (path: string) => {
    const first = ok(await s.manage("GET", `${path}${path.includes("?") ? "&" : "?"}limit=1`));
    assert.ok(first.body.nextCursor, `${path} has one page only: the cursor was not exercised`);
    ok(await s.manage("GET", `${path}${path.includes("?") ? "&" : "?"}limit=1&cursor=${first.body.nextCursor}`));
  };

  // The tenant's and the customers' side.
  const paid = await s.addClass({ capacity: 3 });
  const free = await s.addClass({ capacity: 1, priceCents: 0 });
  const list = `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-31`;
  recorder.doing = "hot: list";
  ok(await s.call("GET", list));
  recorder.doing = "hot: detail";
  ok(await s.call("GET", `/api/classes/${paid}`));
  recorder.doing = "hot: free booking";
  const free1 = ok(await s.book(free, person(1)));
  recorder.doing = "hot: paid booking";
  const held = ok(await s.book(paid, person(1)));
  recorder.doing = "hot: paid booking, again";
  ok(await s.book(paid, person(1)));
  recorder.doing = "hot: webhook";
  await t.stripe.pay(held.body.checkoutSessionId);
  await t.stripe.deliver();
  recorder.doing = "jobs";
  await t.settle();
  recorder.doing = "";
  const pack = await s.buyPack(person(2));
  recorder.doing = "hot: booking with a pack";
  const byPack = ok(await s.book(paid, person(2), { useClientPackageId: pack.packId, customerToken: pack.token }));
  recorder.doing = "waitlist";
  assert.equal((await s.book(free, person(3))).status, 409);
  const waiting = ok(await s.wait(free, person(3)));
  ok(await s.wait(free, person(3)));
  ok(await s.wait(free, person(4)));
  recorder.doing = "me and feed";
  const me = ok(await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": pack.token }));
  ok(await t.send("GET", new URL(me.body.calendarFeedUrl).pathname));
  recorder.doing = "cancel";
  ok(await s.cancel(free1.body.enrollmentId, free1.body.cancelToken));
  ok(await s.cancel(held.body.enrollmentId, held.body.cancelToken));
  ok(await s.cancel(byPack.body.enrollmentId, byPack.body.cancelToken));
  recorder.doing = "promote";
  ok(await s.manage("POST", `waitlist/${waiting.body.waitlistEntryId}/promote`));
  await t.settle();
  recorder.doing = "gift cards and tips";
  const code = await s.buyGiftCard();
  await s.buyGiftCard();
  for (const mode of ["preview", "commit", "commit"]) {
    ok(
      await s.call("POST", "/api/gift-cards/redeem", {
        code,
        providerId: s.id,
        requestedDebitCents: 500,
        mode,
        appointmentId: "visit-1",
      }),
    );
  }
  const byCard = ok(await s.book(paid, person(5), { giftCardCode: code }));
  ok(await s.book(paid, person(6), { giftCardCode: code }));
  ok(
    await t.send("POST", `/api/enrollments/${byCard.body.enrollmentId}/cancel`, {
      cancelToken: byCard.body.cancelToken,
      mode: "preview",
    }),
  );
  ok(await s.cancel(byCard.body.enrollmentId, byCard.body.cancelToken));
  const visit = await s.completedAppointment(person(5));
  await s.completedAppointment(person(6));
  await t.stripe.pay(await s.startTip(visit.tipToken));
  await t.settle();
  recorder.doing = "remembered answers";
  ok(await s.book(free, person(7), {}), 409);
  const again = { "idempotency-key": "one" };
  await s.call("POST", `/api/classes/${free}/waitlist`, person(7), again);
  assert.equal(
    (await s.call("POST", `/api/classes/${free}/waitlist`, person(7), again)).headers.get("idempotent-replayed"),
    "true",
  );

  // The owner's side.
  recorder.doing = "manage";
  for (
    const [path, body] of [
      ["instructors", { name: "Sarah" }],
      ["instructors", { name: "Mia" }],
      ["services", { name: "Stretch", durationMin: 30, priceCents: 0 }],
      ["package-types", { name: "Ten", sessionsTotal: 10, priceCents: 9000 }],
      ["api-keys", { label: "Second", allowedOrigins: [ORIGIN] }],
      ["blackouts", {
        label: "A",
        startsAt: "2026-05-20T00:00:00.000Z",
        endsAt: "2026-05-21T00:00:00.000Z",
        allDay: true,
        kind: "holiday",
      }],
      ["blackouts", {
        label: "B",
        startsAt: "2026-05-22T00:00:00.000Z",
        endsAt: "2026-05-23T00:00:00.000Z",
        allDay: true,
        kind: "holiday",
      }],
    ] as const
  ) ok(await s.manage("POST", path, body), 201);
  const lists = [
    "instructors",
    "services",
    "package-types",
    "api-keys",
    "blackouts",
    "classes",
    "clients",
    "gift-cards",
    "appointments",
  ];
  for (const path of lists) await pages(path);
  await pages("classes?status=Scheduled&from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z");
  await pages("clients?q=jane");
  await pages("clients?q=555");
  const firstOf = async (path: string) => (await s.manage("GET", path)).body.items[0].id;
  ok(await s.manage("GET", `clients/${await firstOf("clients?q=jane2@example.com")}`));
  ok(await s.manage("GET", `gift-cards/${await firstOf("gift-cards")}`));
  const atDesk = `classes/${await s.addClass()}/enrollments`;
  const walkIn = ok(await s.manage("POST", atDesk, { client: { name: "Walk In" }, payment: "offline" }), 201);
  ok(await s.manage("POST", atDesk, { client: person(81), payment: "link" }), 201);
  const twin = ok(await s.manage("POST", "clients", { name: "Walk In", email: "walk@example.com" }), 201);
  ok(await s.manage("PATCH", `clients/${twin.body.id}`, { email: "walk.in@example.com" }));
  ok(await s.manage("POST", `clients/${twin.body.id}/merge`, { intoClientId: walkIn.body.client.id }));
  ok(await s.manage("GET", `classes/${paid}/roster`));
  ok(await s.manage("GET", `classes/${paid}`));
  ok(await s.manage("PATCH", `classes/${paid}`, { scheduledAt: iso(t.clock.now() + 80 * HOUR) }));
  ok(await s.manage("PATCH", `services/${await firstOf("services")}`, { name: "Other" }));
  ok(await s.manage("PATCH", `package-types/${await firstOf("package-types")}`, { name: "Other" }));
  ok(await s.manage("PATCH", "provider", { bio: "Reformer", displayName: "Other" }));
  ok(await s.manage("GET", "provider"));
  ok(await s.manage("GET", "stripe"));
  ok(await s.manage("DELETE", `blackouts/${await firstOf("blackouts")}`), 204);
  for (const types of [["*"], ["booking.confirmed"]]) {
    ok(await s.manage("POST", "webhook-endpoints", { url: "http://127.0.0.1:1/hooks", types }), 201);
  }
  const hook = await firstOf("webhook-endpoints");
  ok(await s.manage("POST", `webhook-endpoints/${hook}/test`));
  ok(await s.manage("POST", `webhook-endpoints/${hook}/test`));
  ok(await s.manage("POST", `webhook-endpoints/${hook}/rotate`));
  ok(await s.manage("POST", `events/${await firstOf("events")}/replay`, {}));
  await pages(`webhook-endpoints/${hook}/deliveries`);
  await pages("webhook-endpoints");
  await pages("events");
  await pages("events?type=booking.confirmed");
  ok(await s.manage("PATCH", `webhook-endpoints/${hook}`, { url: "http://127.0.0.1:1/other", status: "enabled" }));
  ok(await s.manage("GET", "export"));
  const seat = await s.seat(paid, person(8));
  ok(await s.manage("POST", `enrollments/${seat.id}/cancel`, { refund: "full" }));
  const cancelled = await s.addClass({ capacity: 2 });
  await s.seat(cancelled, person(9));
  ok(await s.wait(cancelled, person(10)), 409);
  ok(await s.manage("POST", `classes/${cancelled}/cancel`));
  const [from, to] = [await s.addClass({ priceCents: 0 }), await s.addClass({ priceCents: 0 })];
  const { enrollmentId, cancelToken } = ok(await s.book(from, person(19))).body;
  const move = `/api/enrollments/${enrollmentId}/reschedule`;
  for (const mode of ["preview", "commit"]) ok(await t.send("POST", move, { cancelToken, classId: to, mode }));
  ok(await s.manage("POST", `enrollments/${enrollmentId}/reschedule`, { classId: from }));
  const weekly = { serviceId: s.serviceId, scheduledAt: iso(t.clock.now() + 90 * HOUR), repeat: { weekly: 3 } };
  const { items: series } = ok(await s.manage("POST", "classes", { ...weekly, priceCents: 0, capacity: 2 }), 201).body;
  for (const { id } of series) for (const n of [20, 21]) ok(await s.book(id, person(n)));
  for (const { id } of series) ok(await s.wait(id, person(22)));
  const shifted = { scheduledAt: iso(t.clock.now() + 91 * HOUR), apply: "following" };
  ok(await s.manage("PATCH", `classes/${series[0].id}`, shifted));
  await t.settle();
  for (let n = 0; n < 2; n++) ok(await s.manage("POST", `classes/${series[0].id}/cancel`, { apply: "following" }));
  ok(await s.manage("POST", `classes/${series[1].id}/cancel`));
  const done = await s.addClass({ capacity: 2, inHours: 1, priceCents: 0 });
  const visited = ok(await s.book(done, person(11)));
  ok(
    await t.send("POST", "/api/manage/providers", {
      handle: "second",
      displayName: "Second",
      email: "second@example.com",
      timezone: "UTC",
    }, { authorization: `Bearer ${OPERATOR}` }),
    201,
  );

  // The dashboard, the bank, time, and what the worker makes of it.
  recorder.doing = "jobs";
  const inDashboard = await s.seat(paid, person(12));
  await t.stripe.refundInDashboard(s.paymentOf(inDashboard.session));
  await t.settle();
  const disputed = await s.seat(paid, person(15));
  await t.stripe.dispute(s.paymentOf(disputed.session));
  await t.settle();
  const failing = await s.addClass({ capacity: 3 });
  const refused = await s.seat(failing, person(16));
  const { body: { refundId } } = ok(await s.cancel(refused.id, refused.cancelToken));
  await t.stripe.failRefund(refundId);
  await t.settle();
  for (const [n, bank] of (["bankSucceeds", "bankFails"] as const).entries()) {
    const byBank = await s.hold(failing, person(17 + n));
    await t.stripe.payLater(byBank.session);
    await t.settle();
    await t.stripe[bank](byBank.session);
    await t.settle();
  }
  const soon = await s.addClass({ capacity: 5, inHours: 60 });
  await s.seat(soon, person(13));
  await s.hold(soon, person(14));
  await t.pass(35 * MINUTE);
  await t.pass(20 * HOUR);
  assert.equal(t.mailer.of("class_reminder").length > 0, true, "reminders were exercised");
  ok(await s.manage("POST", `enrollments/${visited.body.enrollmentId}/no-show`));
  ok(await s.manage("POST", `classes/${done}/complete`));
  ok(await s.manage("DELETE", `clients/${await firstOf("clients?q=jane3@example.com")}`), 409);
  ok(await s.manage("DELETE", `clients/${await firstOf("clients?q=jane11@example.com")}`), 204);
  recorder.doing = "console";
  const owner = await signIn(t, s);
  const its = await consoleRecordsOf(s);
  for (const route of t.app.routes().filter((one) => one.method === "GET" && /^\/console(\/|$)/.test(one.path))) {
    if (/\/signin/.test(route.path)) continue;
    const path = route.path.includes(":kind") ? route.path.replace(":kind", "gift_card") : pathOf(its, route);
    assert.ok((await owner.send("GET", path)).status < 500, path);
  }
  await owner.page("/console/clients?q=jane");
  const desk = "/console/sales/gift-cards/redeem";
  ok(await owner.submit(desk, { code: "A".repeat(16), amount: "1" }));
  const found = ok(await owner.submit(desk, { code, amount: "1" }));
  const take = new URLSearchParams([...formOf(found.text, `${desk}/take`), ["take", "100"]]);
  const taken = await owner.follow(await owner.send("POST", `${desk}/take`, take.toString()));
  const undo = new URLSearchParams(formOf(taken.text, `${desk}/undo`));
  await owner.follow(await owner.send("POST", `${desk}/undo`, undo.toString()));
  recorder.doing = "jobs";
  await resumeCheckouts(t.ctx);
  // A worker with its chores.
  t.jobs.start();
  await t.jobs.stop();
  await t.pass(40 * DAY);
  ok(await t.send("GET", "/metrics"));
  ok(await t.send("GET", "/readyz"));
  // What `alera listen` asks.
  const newest = await newestSequence(t.ctx.db);
  assert.ok((await listEventsAfter(t.ctx.db, s.id, 0, newest, 100)).length > 0);
  recorder.doing = "doctor";

  const db = new DatabaseSync(`${t.directory}/alera.db`);
  try {
    const schema = schemaOf(db);
    const whole: string[] = [];
    for (const [sql, args] of recorder.statements) {
      for (const line of unbounded(explain(db, sql, args), sql, schema)) whole.push(`${line}\n    of ${sql}`);
    }
    assert.deepEqual(whole, []);
    assert.ok(recorder.statements.size > 100, `only ${recorder.statements.size} statements were seen`);

    const sorted: string[] = [];
    for (
      const what of [
        "list",
        "detail",
        "free booking",
        "paid booking",
        "paid booking, again",
        "booking with a pack",
        "webhook",
      ]
    ) {
      const statements = recorder.during(`hot: ${what}`);
      assert.ok(statements.length > 0, `nothing was seen of: ${what}`);
      for (const sql of statements) {
        for (const line of explain(db, sql, recorder.statements.get(sql)!)) {
          if (/USE TEMP B-TREE FOR (LAST TERM OF |RIGHT PART OF |LAST \d+ TERMS OF )?ORDER BY/.test(line)) {
            sorted.push(`${what}: ${line}\n    of ${sql}`);
          }
        }
      }
    }
    assert.deepEqual(sorted, []);
    // Control: without its index, the class list is caught.
    const bare = new DatabaseSync(":memory:");
    for (const { sql } of await loadMigrations(new URL("../../migrations/", import.meta.url))) bare.exec(sql);
    bare.exec("DROP INDEX class_sessions_by_time");
    const [classList] = recorder.during("hot: list").filter((sql) => sql.includes("FROM class_sessions"));
    const without = explain(bare, classList, recorder.statements.get(classList)!);
    bare.close();
    assert.equal(unbounded(without, classList, schema).length, 1, without.join("\n"));
    assert.ok(without.some((line) => /USE TEMP B-TREE FOR ORDER BY/.test(line)), without.join("\n"));
  } finally {
    db.close();
  }
});
