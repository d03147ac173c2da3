/** What a monitor sees. */
import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import type { TestApp } from "../support/app.ts";
import { person, studio } from "../support/studio.ts";

Deno.test("the metrics tell since when the oldest row of each job has waited", async () => {
  await using t = await studio();
  const overdue = async () => {
    const { text } = await t.send("GET", "/metrics");
    const lines = text.matchAll(/^alera_job_overdue_seconds\{job="(\w+)"\} (\S+)$/gm);
    return Object.fromEntries([...lines].map(([, job, seconds]) => [job, Number(seconds)]));
  };
  const none = {
    reconcile_checkouts: 0,
    send_refunds: 0,
    deliver_sign_in: 0,
    deliver_mail: 0,
    deliver_text: 0,
    finish_series: 0,
    send_reminders: 0,
    deliver_events: 0,
  };
  await t.studio.manage("PATCH", "provider", { reminderHours: 24 });
  await t.settle();
  assert.deepEqual(await overdue(), none);
  const classId = await t.studio.addClass({ inHours: 72 });
  await t.studio.seat(classId, person(1));
  t.stripe.webhooks.drop = () => true;
  await t.studio.hold(await t.studio.addClass(), person(2));
  const due = await t.studio.seat(await t.studio.addClass(), person(3));
  assert.deepEqual(await overdue(), none);
  t.clock.advance(49 * HOUR); // and no job runs
  const checkout = 49 * HOUR - 32 * MINUTE - 5000;
  assert.deepEqual(await overdue(), { ...none, reconcile_checkouts: checkout / 1000, send_reminders: 3600 });
  assert.ok(due);
  await t.settle();
  assert.deepEqual(await overdue(), none);
});

/** The values of a scrape by name and labels, as they stand there. */
async function scrape(t: TestApp): Promise<Map<string, number>> {
  const { status, text } = await t.send("GET", "/metrics");
  assert.equal(status, 200, text);
  return new Map(
    text.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

Deno.test("a day's use is seen: requests, holds, webhooks, calls to Stripe, commits, syncs, the machine", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const before = await scrape(t);
  const classId = await s.addClass();
  await s.seat(classId, person(1));
  await s.hold(classId, person(2));
  await t.send("POST", "/api/webhooks/stripe", "{}", { "stripe-signature": "wrong" });
  const seen = await scrape(t);
  const rise = (name: string) => (seen.get(name) ?? 0) - (before.get(name) ?? 0);
  const booked = `alera_http_requests_total{method="POST",route="/api/classes/:id/book",status="200"}`;
  assert.equal(rise(booked), 2);
  assert.equal(rise(`alera_http_request_seconds_count{method="POST",route="/api/classes/:id/book"}`), 2);
  assert.equal(seen.get("alera_holds"), 1);
  assert.equal(rise('alera_webhooks_total{outcome="refused"}'), 1);
  assert.ok(rise('alera_webhooks_total{outcome="handled"}') >= 1);
  assert.equal(
    rise('alera_outside_call_seconds_count{service="stripe",operation="create_checkout",outcome="ok"}'),
    2,
  );
  assert.ok(rise("alera_db_commit_seconds_count") > 3);
  assert.equal(rise("alera_db_commit_calls_count"), rise("alera_db_commit_seconds_count"));
  assert.ok(rise("alera_db_commit_calls_sum") >= rise("alera_db_commit_calls_count"));
  assert.ok(rise("alera_db_sync_seconds_count") > 0);
  for (
    const name of [
      "alera_db_file_bytes",
      "alera_db_log_bytes",
      "alera_disk_free_bytes",
      'alera_memory_bytes{kind="rss"}',
      "alera_ready",
    ]
  ) assert.ok(seen.get(name)! > 0, name);
  const build = [...seen.keys()].find((name) => name.startsWith("alera_build_info"))!;
  assert.match(build, new RegExp(`version="\\d[^"]*",deno="${Deno.version.deno}",sqlite="3\\.\\d+`));
  assert.equal(seen.get("alera_scrape_failures"), 0);
});

Deno.test("a refund that Stripe does not answer is in doubt, and one whose bank returned it is owed", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const refunds = async () => {
    const seen = await scrape(t);
    return ["due", "in_doubt", "pending", "owed"].map((state) => seen.get(`alera_refunds{state="${state}"}`));
  };
  const classId = await s.addClass();
  const [one, two] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  assert.deepEqual(await refunds(), [0, 0, 0, 0]);
  const fault = t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 99 });
  await s.cancel(one.id, one.cancelToken);
  assert.deepEqual(await refunds(), [0, 1, 0, 0]);
  fault.remove();
  await t.pass(HOUR);
  assert.deepEqual(await refunds(), [0, 0, 0, 0]);
  const { body } = await s.cancel(two.id, two.cancelToken);
  await t.stripe.failRefund(body.refundId);
  await t.settle();
  assert.deepEqual(await refunds(), [0, 0, 0, 1]);
});

Deno.test("queued mails are told by their age", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.addClass();
  const ages = async () => {
    const seen = await scrape(t);
    return ["minute", "hour", "day", "older"].map((age) => seen.get(`alera_messages_queued{age="${age}"}`));
  };
  await t.settle();
  t.mailer.refuse = "for now";
  for (const [n, later] of [2 * DAY, 3 * HOUR, 5 * MINUTE, 0].entries()) {
    await s.book(await s.addClass({ priceCents: 0, inHours: 400 }), person(n));
    t.clock.advance(later);
  }
  assert.deepEqual(await ages(), [1, 1, 1, 1]);
  // Ids of which many are gone, as after months: whatever lies between them, each is of its own age.
  const ids = (await t.db.read("SELECT id FROM messages ORDER BY id")).map(({ id }) => id);
  for (const gap of [1, 2, 7, 1000]) {
    await t.db.write(null, async (tx) => {
      for (const id of ids.toReversed()) await tx.run("UPDATE messages SET id = id + ? WHERE id >= ?", [gap * 1e6, id]);
    });
    ids.splice(0, ids.length, ...(await t.db.read("SELECT id FROM messages ORDER BY id")).map(({ id }) => id));
    assert.deepEqual(await ages(), [1, 1, 1, 1], `gaps of ${gap}`);
  }
  t.mailer.refuse = null;
  await t.settle();
  await t.pass(HOUR);
  assert.deepEqual(await ages(), [0, 0, 0, 0]);
});

Deno.test("what can't be read is left out of a scrape and told, and the rest is there", async () => {
  let broken = false;
  const wrapDatabase = (db: Database): Database => ({
    ...{ write: db.write.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    read: (sql, args) => broken ? Promise.reject(new Error("gone")) : db.read(sql, args),
  });
  await using t = await studio({ wrapDatabase });
  assert.ok((await scrape(t)).has("alera_holds"));
  broken = true;
  t.clock.advance(2000);
  const seen = await scrape(t);
  broken = false;
  assert.ok(!seen.has("alera_holds"));
  assert.ok(seen.get("alera_scrape_failures")! > 0);
  assert.equal(seen.get("alera_ready"), 0);
  assert.ok(seen.has("alera_db_commit_seconds_count"));
});
