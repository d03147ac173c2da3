/** SIGTERM: no more is accepted, what runs is finished, exit 0. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { requestText } from "../support/http.ts";
import { until } from "./server.ts";
import { person, ServedStudio } from "./studio.ts";

/** The container's limit. */
const WITHIN = 10_000;

async function stopInTime(s: ServedStudio): Promise<number> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it did not stop within 10 s")), WITHIN);
  });
  try {
    return await Promise.race([s.server.stop("SIGTERM"), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** So many requests to make a session have reached Stripe. */
const atStripe = (s: ServedStudio, n: number) =>
  until(
    () => Promise.resolve(s.stripe.requests.filter((one) => one.path === "/v1/checkout/sessions").length >= n),
    () => "the requests at Stripe",
  );

/** It takes no new connection any more. */
const refusing = (s: ServedStudio) =>
  until(
    () =>
      fetch(`${s.url}/readyz`, { headers: { connection: "close" } }).then(
        async (r) => (await r.body?.cancel(), false),
        () => true,
      ),
    () => "the door to close",
  );

Deno.test("SIGTERM while bookings wait for Stripe: each is finished and answered, nobody new is let in, exit 0", async () => {
  await using s = await ServedStudio.open();
  const [paid, free] = [await s.addClass(30, 2000), await s.addClass(30, 0)];
  const release = Promise.withResolvers<void>();
  s.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: release.promise, times: 20 });
  const slow = Array.from({ length: 20 }, (_, i) => s.book(paid, person(i)));
  await atStripe(s, 20);
  const quick = Array.from({ length: 20 }, (_, i) => s.book(free, person(i)));
  assert.deepEqual((await Promise.all(quick)).map((one) => one.status), Array(20).fill(200));
  const stopping = stopInTime(s);
  await refusing(s);
  release.resolve();
  const answers = await Promise.all(slow);
  assert.deepEqual(answers.map((one) => one.status), Array(20).fill(200));
  for (const { body } of answers) assert.ok(body.checkoutUrl);
  assert.equal(await stopping, 0, s.server.output());
  const doctor = await s.doctor();
  assert.equal(doctor.code, 0);
  assert.match(doctor.says, /^All invariants hold/);

  await s.start();
  const { holds } = await s.manage("GET", `classes/${paid}/roster`);
  assert.deepEqual(
    holds.map((one: { id: string }) => one.id).sort(),
    answers.map((one) => one.body.enrollmentId).sort(),
  );
});

Deno.test("SIGTERM while Stripe never answers: exit 0 in time, and the next start finishes the booking", async () => {
  await using s = await ServedStudio.open();
  const paid = await s.addClass(3, 2000);
  const never = Promise.withResolvers<void>();
  s.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: never.promise });
  const cutOff = s.book(paid, person(1)).catch(() => null);
  await atStripe(s, 1);
  assert.equal(await stopInTime(s), 0, s.server.output());
  assert.equal(await cutOff, null);
  const doctor = await s.doctor();
  assert.equal(doctor.code, 0);
  assert.match(doctor.says, /^All invariants hold/);
  never.resolve();

  await s.start();
  const again = await s.book(paid, person(1));
  assert.equal(again.status, 200);
  assert.equal(s.stripe.sessions.size, 1);
  assert.equal((await s.manage("GET", `classes/${paid}/roster`)).holds.length, 1);
});

Deno.test("SIGTERM in the midst of a long backup: exit 0 in time, no file of it is left, and the next start makes one", async () => {
  await using s = await ServedStudio.open();
  assert.equal(await s.server.stop(), 0);
  const db = new DatabaseSync(`${s.directory}/alera.db`);
  db.exec(`CREATE TABLE ballast (bytes BLOB);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
    INSERT INTO ballast SELECT zeroblob(1000000) FROM n`);
  db.close();
  const backups = `${s.directory}/backups`;
  const names = async () => (await Array.fromAsync(Deno.readDir(backups)).catch(() => [])).map(({ name }) => name);
  Object.assign(s.env, { ALERA_BACKUP_DIR: backups, LOG_LEVEL: "info", LOG_FORMAT: "json" });
  await s.start();
  // In its midst: what is given up before its thread has opened the file may be left for the next start to remove.
  const begun = (name: string) => name.endsWith(".unfinished") && Deno.statSync(`${backups}/${name}`).size > 0;
  await until(async () => (await names()).some(begun), () => "the backup to begin");
  assert.equal(await stopInTime(s), 0, s.server.output());
  assert.match(s.server.output(), /"event":"backup_given_up"/);
  assert.ok(!/stopped_late|backup_failed/.test(s.server.output()), s.server.output());
  assert.deepEqual(await names(), []);

  const small = new DatabaseSync(`${s.directory}/alera.db`);
  small.exec("DROP TABLE ballast; VACUUM");
  small.close();
  await s.start();
  await until(async () => (await names()).some((name) => name.endsWith(".db")), () => s.server.output());
});

/** Sends a request's beginning; `rest` sends what is missing, `answer` waits for what comes back. */
async function begun(s: ServedStudio, path: string, body: string, headers: Record<string, string>) {
  const socket = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(s.url).port) });
  const send = (text: string) => socket.write(new TextEncoder().encode(text));
  const told = { "content-length": String(body.length), "content-type": "application/json", ...headers };
  await send(requestText("POST", path, told, body.slice(0, 5)));
  const text = new Response(socket.readable).text();
  return {
    rest: () => send(body.slice(5)),
    answer: async () => ({ status: Number((await text).split(" ")[1]), text: await text }),
  };
}

const moment = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("SIGTERM while bodies are arriving: they arrive, each request gets its normal answer, exit 0", async () => {
  await using s = await ServedStudio.open();
  const free = await s.addClass(3, 0);
  const tenant = { "x-alera-key": s.key, origin: "https://studio.example" };
  const requests = await Promise.all([
    begun(s, `/api/classes/${free}/book`, JSON.stringify(person(1)), tenant),
    begun(s, `/api/classes/${free}/book`, "nonsense", tenant),
    begun(s, "/api/tip/start", JSON.stringify({ token: "no token", amountCents: 500 }), {}),
    begun(s, "/api/webhooks/stripe", '{"id":"evt_1"}', { "stripe-signature": "none" }),
    begun(s, "/console/signin", "email=somebody%40example.com", {
      "content-type": "application/x-www-form-urlencoded",
      origin: s.env.ALERA_PUBLIC_URL ?? `http://localhost:${s.env.PORT}`,
    }),
  ]);
  await moment(100);
  const stopping = stopInTime(s);
  await moment(300);
  for (const one of requests) await one.rest();
  const answers = await Promise.all(requests.map((one) => one.answer()));
  assert.deepEqual(answers.map((one) => one.status), [200, 400, 403, 400, 200], answers.map((one) => one.text).join());
  assert.equal(await stopping, 0, s.server.output());
  assert.doesNotMatch(s.server.output(), / (warn|error) |^error/m);
  await s.start();
  assert.equal((await s.manage("GET", `classes/${free}/roster`)).enrollments.length, 1);
});

Deno.test("SIGTERM while a body never comes to its end: exit 0 in time, no fault, and its sender may come again", async () => {
  await using s = await ServedStudio.open();
  const free = await s.addClass(3, 0);
  const tenant = { "x-alera-key": s.key, origin: "https://studio.example" };
  const half = await begun(s, `/api/classes/${free}/book`, JSON.stringify(person(1)), tenant);
  await moment(100);
  assert.equal(await stopInTime(s), 0, s.server.output());
  // An older Deno waits for the body to the end, and cuts its connection off then.
  const { status, text } = await half.answer().catch(() => ({ status: NaN, text: "" }));
  if (status) {
    assert.equal(status, 503);
    assert.match(text, /^retry-after: 1\r$/m);
    assert.doesNotMatch(s.server.output(), / (warn|error) |^error/m);
  }
});
