/**
 * A request under an `Idempotency-Key`, whose process ends between its effect and its answer, is repeated: one effect, and
 * the answer that was due. For every POST route, after every commit and every call to Stripe.
 */
import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { hashSecret, type TokenPurpose } from "../../src/domain/tokens.ts";
import { type Failpoint, Failpoints } from "../faults/failpoints.ts";
import { type Answer, startApp, type TestApp } from "../support/app.ts";
import { Sabotage } from "../support/sabotage.ts";
import { rememberStripe } from "../support/stripe_rewind.ts";
import { studio } from "../support/studio.ts";
import { type Case, casesOf, keyedRoutes } from "./idempotency_cases.ts";

const CRASHES: Failpoint[] = ["after commit", "after Stripe"];
/** The record that a write leaves in its transaction is not seen: as if it were none. */
const BLIND = {
  rewrite: { "FROM idempotency_keys WHERE scope = ?": "FROM idempotency_keys WHERE scope = ? AND status > 0" },
};
/** Their first commit is not the effect's: what Stripe says of a refund is kept, a hold is looked at. */
const LATER = /paid-by-hand|own hold/;
const RANDOM = /alr_\w{4}_\w{4}\b|whsec_[\w+/=]+|(?<="code(?:Last4|_last4)?\\?":\\?")[A-Z0-9]+|[\w-]{20,}/g;

/** One studio, from which every run begins anew. */
class Beginning implements AsyncDisposable {
  #files = 0;
  #rewind: () => void;

  private constructor(readonly home: TestApp, readonly cases: Case[], readonly directory: string) {
    this.#rewind = rememberStripe(home.stripe);
  }

  static async open(): Promise<Beginning> {
    const home = await studio({ onFile: true, broken: true });
    const cases = await casesOf(home);
    await home.db.backup(`${home.directory}/beginning.db`);
    return new Beginning(home, cases, home.directory);
  }

  /** A file as it was at the beginning, and Stripe too. */
  async file(): Promise<string> {
    this.#rewind();
    const path = `${this.directory}/${++this.#files}.db`;
    await Deno.copyFile(`${this.directory}/beginning.db`, path);
    return path;
  }

  start(databasePath: string, wrapDatabase?: (db: Database) => Database): Promise<TestApp> {
    return startApp({ databasePath, onFile: true, wrapDatabase, after: this.home, broken: true });
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.home[Symbol.asyncDispose]();
  }
}

const send = (t: TestApp, { path, body, headers }: Case) =>
  t.send("POST", path, body, { ...headers, "idempotency-key": "k" });

/** Everything in the database, row by row. */
async function everything({ db }: TestApp): Promise<string[]> {
  const rows: string[] = [];
  for (
    const { name } of await db.read("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
  ) {
    for (const row of await db.read(`SELECT * FROM ${name}`)) rows.push(`${name} ${JSON.stringify(row)}`);
  }
  return rows;
}

/** A text without what is random, and without a counter that only has to grow. */
const alike = (text: string) => text.replace(RANDOM, "*").replace(/"refund_revision":\d+/, "");

/** The strings within an answer. */
function valuesOf(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(valuesOf);
  return typeof value === "string" ? [value] : [];
}

/** The ids and secrets of an answer that are neither in the database, nor signed for a record there. */
function unknownOf(t: TestApp, answer: Answer, rows: string[]): string[] {
  const books = rows.filter((row) => !row.startsWith("idempotency_keys")).join("\n");
  const signed = (text: string) =>
    (["v1", "tip-v1", "cust-v1", "wl-v1"] as TokenPurpose[]).some((purpose) => {
      const token = t.ctx.tokens.verify(purpose, text, t.clock.now());
      return token.ok && books.includes(token.record);
    });
  const endpoints = rows.filter((row) => row.startsWith("webhook_endpoints ")).map((row) =>
    JSON.parse(row.slice("webhook_endpoints ".length))
  );
  const sealed = (text: string) =>
    endpoints.some((one) => t.ctx.tokens.open("webhook-secret", one.secret_sealed) === text);
  return valuesOf(answer.body).flatMap((one) => one.match(RANDOM) ?? []).filter((one) =>
    !books.includes(one) && !books.includes(hashSecret(one)) && !signed(one) && !sealed(one)
  );
}

Deno.test("every POST that is repeated after a crash has one effect, and the answer that was due", async (step) => {
  await using beginning = await Beginning.open();
  const routes = keyedRoutes(beginning.home);
  assert.deepEqual(routes.filter((one) => !beginning.cases.some(({ route }) => route === one)), [], "no case");
  let crashes = 0;
  for (const one of beginning.cases) {
    await step.step(`${one.route} ${one.name}`, async () => {
      const reference = new Failpoints();
      const undisturbed = await beginning.start(await beginning.file(), reference.wrapDatabase);
      reference.wrapPorts(undisturbed.ctx);
      const due = await send(undisturbed, one);
      assert.ok(due.status < 300, due.text);
      const books = (await everything(undisturbed)).map(alike).sort();
      const passed = { ...reference.passed };
      await undisturbed.end();

      for (const point of CRASHES) {
        for (let countdown = 1; countdown <= (passed[point] ?? 0); countdown++) {
          crashes++;
          const at = `${point} ${countdown}`;
          const file = await beginning.file();
          const points = new Failpoints();
          const crashed = await beginning.start(file, points.wrapDatabase);
          points.wrapPorts(crashed.ctx);
          points.arm(point, countdown);
          await send(crashed, one);
          assert.ok(points.ended, `${at}: it did not crash`);
          await crashed.end();

          const next = await beginning.start(file);
          const taken = (await next.db.read("SELECT scope FROM idempotency_keys")).length > 0;
          if (point === "after commit" && !LATER.test(one.name)) assert.ok(taken, at);
          const other = { ...one, body: { ...one.body as object, more: 1 } };
          if (taken) assert.equal((await send(next, other)).status, 409, at);
          const repeated = await send(next, one);
          const rows = await everything(next);
          assert.deepEqual([repeated.status, alike(repeated.text)], [due.status, alike(due.text)], at);
          assert.deepEqual(rows.map(alike).sort(), books, at);
          // Its address is Stripe's, which alone knows it.
          if (!one.route.endsWith("/onboarding")) assert.deepEqual(unknownOf(next, repeated, rows), [], at);
          const again = await send(next, one);
          assert.deepEqual([again.text, again.headers.get("idempotent-replayed")], [repeated.text, "true"], at);
          await next.end();
        }
      }
    });
  }
  assert.ok(crashes > 60, `${crashes} crashes`);
});

Deno.test("control: without the record in the effect's transaction a repeat has a second effect", async () => {
  await using beginning = await Beginning.open();
  for (const [route, table] of [["classes", "class_sessions"], ["api-keys", "api_keys"], ["providers", "providers"]]) {
    const one = beginning.cases.find((each) => each.name === `/api/manage/${route}`)!;
    // Another handle, or the handle itself would be the guard.
    const again = (t: TestApp, n: number) =>
      send(t, route === "providers" ? { ...one, body: { ...one.body as object, handle: `studio-no-${n}` } } : one);
    for (const blind of [false, true]) {
      if (route === "providers" && !blind) continue;
      const file = await beginning.file();
      const count = async (t: TestApp) => (await t.db.read(`SELECT count(*) AS n FROM ${table}`))[0].n;
      const points = new Failpoints();
      const crashed = await beginning.start(file, points.wrapDatabase);
      const before = await count(crashed);
      points.arm("after commit", 1);
      await again(crashed, 1);
      await crashed.end();
      const sabotage = new Sabotage(BLIND);
      const next = await beginning.start(file, sabotage.wrap);
      if (blind) await sabotage.during(() => again(next, 2));
      else await again(next, 1);
      assert.equal(await count(next) - before, blind ? 2 : 1, `${route}, ${blind ? "blind" : "guarded"}`);
      await next.end();
    }
  }
});
