/** Words of a connected account that cross each other: an older one never stands over a newer. */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
const ROUTE = "GET /v1/accounts/:id";

async function enabled(t: World, chargesEnabled: boolean): Promise<void> {
  t.clock.advance(1000);
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled });
}

const sells = async (t: World) => (await t.studio.book(await t.studio.addClass(), person())).status === 200;

Deno.test("an answer to the owner's page that is older than an event is dropped", async () => {
  await using t = await studio();
  await enabled(t, false);
  await t.stripe.deliver();
  const gate = Promise.withResolvers<void>();
  t.stripe.fail({ route: ROUTE, mode: "late", until: gate.promise });
  const asked = t.stripe.once(ROUTE);
  const page = t.studio.manage("GET", "stripe");
  await asked;
  await enabled(t, true);
  await t.stripe.deliver();
  gate.resolve();
  await page;
  assert.equal(await sells(t), true);
});

Deno.test("of two events the one whose question took longer is asked again", async () => {
  await using t = await studio();
  await enabled(t, false);
  const gate = Promise.withResolvers<void>();
  t.stripe.fail({ route: ROUTE, mode: "late", until: gate.promise });
  const asked = t.stripe.once(ROUTE);
  const first = t.stripe.deliver();
  await asked;
  await enabled(t, true);
  await t.stripe.deliver();
  gate.resolve();
  await first;
  assert.equal(await sells(t), true);
});

Deno.test("an older event whose question Stripe does not answer is not believed: Stripe tells it again", async () => {
  await using t = await studio();
  await enabled(t, false);
  const old = t.stripe.events.at(-1)!.event.id;
  await enabled(t, true);
  await t.stripe.deliver((event) => event.id !== old);
  t.stripe.fail({ route: ROUTE, mode: "drop", times: 3 });
  await t.stripe.deliver();
  assert.equal(t.stripe.events.find(({ event }) => event.id === old)!.attempts.at(-1)!.status, 502);
  assert.equal(await sells(t), true);
  await t.pass(5 * MINUTE);
  await t.settle();
  assert.equal(await sells(t), true);
});
