/** SIGTERM: no more is accepted, what runs is finished, exit 0. */
import { deepStrictEqual, ok, strictEqual as equal } from "node:assert";
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
  deepStrictEqual((await Promise.all(quick)).map((one) => one.status), Array(20).fill(200));
  const stopping = stopInTime(s);
  await refusing(s);
  release.resolve();
  const answers = await Promise.all(slow);
  deepStrictEqual(answers.map((one) => one.status), Array(20).fill(200));
  for (const { body } of answers) ok(body.checkoutUrl);
  equal(await stopping, 0, s.server.output());
  deepStrictEqual(await s.doctor(), { code: 0, says: "All invariants hold.\n" });

  await s.start();
  const { holds } = await s.manage("GET", `classes/${paid}/roster`);
  deepStrictEqual(
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
  equal(await stopInTime(s), 0, s.server.output());
  equal(await cutOff, null);
  deepStrictEqual(await s.doctor(), { code: 0, says: "All invariants hold.\n" });
  never.resolve();

  await s.start();
  const again = await s.book(paid, person(1));
  equal(again.status, 200);
  equal(s.stripe.sessions.size, 1);
  equal((await s.manage("GET", `classes/${paid}/roster`)).holds.length, 1);
});
