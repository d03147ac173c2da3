import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { DAY, HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { finishEventDeliveries } from "../../../src/workflows/events/deliver_events.ts";
import { findInDatabase } from "../../support/http.ts";
import { type Received, startReceiver } from "../../support/receiver.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

const add = async (s: Studio, url: string, types: string[] = ["*"]) => {
  const made = await s.manage("POST", "webhook-endpoints", { url, types });
  assert.equal(made.status, 201, made.text);
  return made.body as { id: string; secret: string };
};
// deno-lint-ignore no-explicit-any
const deliveries = async (s: Studio, id: string): Promise<any[]> =>
  (await s.manage("GET", `webhook-endpoints/${id}/deliveries`)).body.items;
/** Checks a signature as a receiver does, at the time of the test's clock. */
function verify(secret: string, { headers, body }: Received): unknown {
  const { now } = Date;
  Date.now = () => Number(headers["webhook-timestamp"]) * 1000;
  try {
    return new Webhook(secret).verify(body, headers);
  } finally {
    Date.now = now;
  }
}

Deno.test("an event is sent to the endpoints that want it, signed as the Standard Webhooks library checks it", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  const s = t.studio;
  const endpoint = await add(s, receiver.url, ["booking.confirmed"]);
  const classId = await s.addClass({ priceCents: 0 });
  await s.book(classId, person(1));
  await t.settle();
  assert.equal(receiver.received.length, 1);
  const [sent] = receiver.received;
  const { body: { items: [event] } } = await s.manage("GET", "events?type=booking.confirmed");
  assert.deepEqual(verify(endpoint.secret, sent), {
    type: "booking.confirmed",
    timestamp: event.createdAt,
    data: event.data,
  });
  assert.equal(sent.headers["webhook-id"], event.id);
  assert.equal(sent.headers["content-type"], "application/json");
  assert.equal(Number(sent.headers["webhook-timestamp"]), Math.floor(t.clock.now() / 1000));
  assert.throws(() => verify(`whsec_${btoa("another secret of 32 characters.")}`, sent));
  const { createdAt: _, ...shown } = (await deliveries(s, endpoint.id))[0];
  assert.deepEqual({ ...shown, id: "" }, {
    id: "",
    eventId: event.id,
    endpointId: endpoint.id,
    type: "booking.confirmed",
    state: "delivered",
    attempts: 1,
    lastStatus: 204,
    lastError: null,
    nextAttemptAt: null,
  });
  assert.deepEqual(await findInDatabase(t, endpoint.secret.slice(6)), [], "the secret is stored encrypted");
});

Deno.test("what is refused is tried again at exactly the times of the contract, then it has failed", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  receiver.answer = () => new Response("no", { status: 500 });
  const s = t.studio;
  const endpoint = await add(s, receiver.url, ["class.created"]);
  await s.addClass();
  await t.settle();
  const waits = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
  for (const [tries, wait] of waits.entries()) {
    const [one] = await deliveries(s, endpoint.id);
    assert.deepEqual([one.state, one.attempts, one.lastStatus, one.lastError, one.nextAttemptAt], [
      "pending",
      tries + 1,
      500,
      "It answered 500.",
      iso(t.clock.now() + wait),
    ]);
    await t.pass(wait - 1);
    assert.equal(receiver.received.length, tries + 1, "not before its time");
    await t.pass(1);
    assert.equal(receiver.received.length, tries + 2);
  }
  const [one] = await deliveries(s, endpoint.id);
  assert.deepEqual([one.state, one.attempts, one.nextAttemptAt], ["failed", 10, null]);
  assert.equal(
    new Set(receiver.received.map((sent) => sent.headers["webhook-id"])).size,
    1,
    "the same id at every try",
  );
  assert.equal(new Set(receiver.received.map((sent) => sent.headers["webhook-timestamp"])).size, 10);
  assert.equal(new Set(receiver.received.map((sent) => sent.body)).size, 1);
});

Deno.test("a redirect is not followed, and a dead server is an error without a status", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  const s = t.studio;
  const redirected = await add(s, receiver.url);
  receiver.answer = () => Response.redirect(`${receiver.url}/elsewhere`, 307);
  const dead = await add(s, "http://127.0.0.1:1/hooks");
  await s.addClass();
  await t.settle();
  assert.deepEqual(receiver.received.map((one) => one.path), ["/hooks"]);
  const [first] = await deliveries(s, redirected.id);
  assert.deepEqual([first.state, first.lastStatus], ["pending", 307]);
  const [second] = await deliveries(s, dead.id);
  assert.deepEqual([second.state, second.lastStatus, second.lastError], [
    "pending",
    null,
    "The connection was refused.",
  ]);
});

Deno.test("an endpoint that is gone is disabled, its owner mailed once, and nothing is owed to it until it is enabled", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  receiver.answer = () => new Response(null, { status: 410 });
  const s = t.studio;
  const endpoint = await add(s, `${receiver.url}?token=hush`, ["class.created"]);
  await s.addClass();
  await t.settle();
  await s.addClass();
  await t.settle();
  assert.equal(receiver.received.length, 1);
  const { body: off } = await s.manage("GET", `webhook-endpoints/${endpoint.id}`);
  assert.deepEqual([off.status, off.disabledReason], ["disabled", "gone"]);
  const mails = t.mailer.of("webhook_disabled");
  assert.equal(mails.length, 1);
  assert.ok(mails[0].text.includes("127.0.0.1") && !mails[0].text.includes("hush"));
  const [one, ...more] = await deliveries(s, endpoint.id);
  assert.deepEqual([one.state, one.lastStatus, more.length], ["failed", 410, 0]);
  receiver.answer = () => new Response();
  await s.manage("PATCH", `webhook-endpoints/${endpoint.id}`, { status: "enabled" });
  await s.addClass();
  await t.settle();
  assert.equal(receiver.received.length, 2);
});

Deno.test("five days after its first failure without a delivery an endpoint is disabled; a delivery begins them anew", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  receiver.answer = () => new Response(null, { status: 503 });
  const s = t.studio;
  const endpoint = await add(s, receiver.url, ["class.created"]);
  const failing = async () => (await s.manage("GET", `webhook-endpoints/${endpoint.id}`)).body;
  await s.addClass();
  await t.settle();
  assert.equal((await failing()).failingSince, iso(t.clock.now()));
  await t.pass(4 * DAY);
  receiver.answer = () => new Response();
  await s.addClass();
  await t.settle();
  assert.equal((await failing()).failingSince, null);
  receiver.answer = () => new Response(null, { status: 503 });
  await s.addClass();
  await t.settle();
  await t.pass(5 * DAY - 1);
  assert.equal((await failing()).status, "enabled");
  await t.pass(1);
  assert.deepEqual([(await failing()).status, (await failing()).disabledReason], ["disabled", "failing"]);
  assert.equal(t.mailer.of("webhook_disabled").length, 1);
});

Deno.test("both secrets sign for a day after a rotation, then the new one alone", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  const s = t.studio;
  const endpoint = await add(s, receiver.url, ["class.created"]);
  const rotated = await s.manage("POST", `webhook-endpoints/${endpoint.id}/rotate`);
  assert.equal(rotated.status, 200, rotated.text);
  await s.addClass();
  await t.pass(DAY - 1);
  const [both] = receiver.received;
  assert.equal(both.headers["webhook-signature"].split(" ").length, 2);
  verify(endpoint.secret, both);
  verify(rotated.body.secret, both);
  t.clock.advance(1);
  await s.addClass();
  await t.settle();
  const alone = receiver.received.at(-1)!;
  verify(rotated.body.secret, alone);
  assert.throws(() => verify(endpoint.secret, alone));
});

Deno.test("endpoints that never answer delay no other, and hold a place each at most", async () => {
  await using t = await studio();
  await using slow = startReceiver();
  await using quick = startReceiver();
  const s = t.studio;
  const released = Promise.withResolvers<void>();
  slow.answer = () => released.promise.then(() => new Response());
  const hanging = await add(s, slow.url, ["class.created"]);
  const prompt = await add(s, quick.url, ["class.created"]);
  for (let n = 0; n < 30; n++) await s.addClass();
  t.jobs.start();
  try {
    while (quick.received.length < 30) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(slow.received.length <= 8, `${slow.received.length} at a time`);
    await s.addClass();
    while (quick.received.length < 31) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok((await deliveries(s, hanging.id)).every((one) => one.state === "pending"));
  } finally {
    released.resolve();
    await t.jobs.stop();
  }
  await t.settle();
  for (const { id } of [hanging, prompt]) {
    assert.ok((await deliveries(s, id)).every((one) => one.state === "delivered"));
  }
  await finishEventDeliveries(t.ctx, 1000);
});

Deno.test("what waits for a dead endpoint is not overdue while it is being tried, and is when nobody tries it", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  const s = t.studio;
  const overdue = async () => {
    const { text } = await t.send("GET", "/metrics");
    return Number(/^alera_job_overdue_seconds\{job="deliver_events"\} (\S+)$/m.exec(text)?.[1]);
  };
  let released = Promise.withResolvers<void>();
  receiver.answer = () => released.promise.then(() => new Response(null, { status: 500 }));
  await add(s, receiver.url, ["class.created"]);
  for (let n = 0; n < 20; n++) await s.addClass();
  t.clock.advance(20 * MINUTE);
  assert.equal(await overdue(), 1200, "nobody tries");
  const tried = async (times: number) => {
    while (receiver.received.length < times) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  t.jobs.start();
  try {
    await tried(8);
    assert.equal(await overdue(), 0, "eight are being tried, the others wait for them");
    released.resolve();
    released = Promise.withResolvers<void>();
    await tried(9);
    assert.equal(await overdue(), 0, "it is failing, and tried with one at a time");
    t.clock.advance(20 * MINUTE);
    assert.ok(await overdue() > 600, "a try that is lost");
  } finally {
    released.resolve();
    receiver.answer = () => new Response();
    await t.jobs.stop();
  }
  await t.settle();
  assert.equal(await overdue(), 0);
  await t.pass(6 * HOUR);
  await finishEventDeliveries(t.ctx, 1000);
});

Deno.test("what is still to be sent of an erased client goes without their data", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  receiver.answer = () => new Response(null, { status: 500 });
  const s = t.studio;
  await add(s, receiver.url, ["booking.confirmed"]);
  await s.book(await s.addClass({ priceCents: 0, inHours: 1 }), person(1));
  await t.settle();
  assert.ok(receiver.received[0].body.includes(person(1).email));
  t.clock.advance(2 * HOUR);
  const { body: { items: [client] } } = await s.manage("GET", `clients?q=${person(1).email}`);
  assert.equal((await s.manage("DELETE", `clients/${client.id}`)).status, 204);
  receiver.answer = () => new Response();
  await t.settle();
  const last = receiver.received.at(-1)!;
  assert.equal(last.headers["webhook-id"], receiver.received[0].headers["webhook-id"]);
  assert.ok(!last.body.includes(person(1).email) && !last.body.includes(person(1).name));
  assert.equal(JSON.parse(last.body).data.client.id, client.id);
});
