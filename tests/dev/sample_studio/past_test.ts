/** The sample studio's past: real books, as of then, agreed with Stripe, and told to nobody now. */
import assert from "node:assert/strict";
import { fillSampleStudio } from "../../../src/dev/sample_studio/fill.ts";
import { finishSimulatedOnboarding, paySimulatedCheckout } from "../../../src/dev/simulated_stripe.ts";
import { iso } from "../../../src/domain/time.ts";
import { summarizeMonth } from "../../../src/workflows/payments/summarize_month.ts";
import { startApp } from "../../support/app.ts";
import { differences } from "../../support/stripe_books.ts";
import { Studio } from "../../support/studio.ts";

const OPTIONS = {
  remembered: null,
  finishOnboarding: finishSimulatedOnboarding,
  payCheckout: paySimulatedCheckout,
};

/** The whole studio; at the end of the test the doctor looks at it. */
async function sampleStudio() {
  const t = await startApp({ settings: { development: true } });
  const sample = await fillSampleStudio(t.ctx, OPTIONS);
  await t.settle();
  const studio = new Studio(t, sample.providerId, sample.handle, sample.ownerToken, sample.key, "", "", "");
  const count = async (sql: string) => (await t.db.read<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`))[0].n;
  return Object.assign(t, { sample, studio, count });
}

Deno.test("two months of classes have attendance, payments, refunds, packs, gift cards and tips, and the doctor agrees", async () => {
  await using t = await sampleStudio();
  const now = iso(t.clock.now());
  const past = `class_sessions WHERE scheduled_at < '${now}'`;
  assert.ok(await t.count(past) >= 70);
  assert.equal(await t.count(`${past} AND status = 'Scheduled'`), 0, "every class of the past is over");
  assert.equal(await t.count(`${past} AND status = 'Cancelled'`), 1);
  const enrollments = (status: string) =>
    t.count(
      `enrollments e JOIN class_sessions c ON c.id = e.class_id WHERE c.scheduled_at < '${now}' AND e.status = '${status}'`,
    );
  assert.ok(await enrollments("Completed") > 100);
  assert.ok(await enrollments("NoShow") >= 5);
  assert.ok(await enrollments("Cancelled") >= 10);
  assert.equal(await enrollments("Confirmed") + await enrollments("PendingPayment"), 0);
  for (const paidWith of ["card", "credit", "free"]) {
    assert.ok(await t.count(`enrollments WHERE status = 'Completed' AND paid_with = '${paidWith}'`) > 5, paidWith);
  }
  assert.ok(await t.count("refunds WHERE state = 'succeeded'") >= 2);
  assert.equal(await t.count("refunds WHERE state <> 'succeeded'"), 0);
  assert.ok(await t.count("client_packages WHERE sessions_remaining = 0") >= 2, "used up");
  assert.ok(await t.count("client_packages WHERE sessions_remaining BETWEEN 1 AND sessions_total - 1") >= 2, "partly");
  assert.equal(await t.count("gift_cards WHERE balance_cents > 0 AND balance_cents < initial_cents"), 1);
  assert.equal(await t.count("gift_cards WHERE balance_cents = 0"), 1);
  assert.equal(await t.count("appointments WHERE tip_amount_cents > 0"), 5);
  assert.deepEqual(await t.doctor(), []);
  assert.deepEqual(await differences(t, t.studio), []);
});

Deno.test("what happened then is recorded as of then, and nobody is mailed of it now", async () => {
  await using t = await sampleStudio();
  const now = iso(t.clock.now());
  const past = `enrollments e JOIN class_sessions c ON c.id = e.class_id WHERE c.scheduled_at < '${now}'`;
  assert.equal(await t.count(`${past} AND e.booked_at >= c.scheduled_at`), 0);
  assert.equal(await t.count(`${past} AND e.cancelled_at >= c.scheduled_at`), 0);
  const checkouts = "checkouts k JOIN enrollments e ON e.checkout_id = k.id JOIN class_sessions c ON c.id = e.class_id";
  assert.equal(await t.count(`${checkouts} WHERE c.scheduled_at < '${now}' AND k.paid_at >= c.scheduled_at`), 0);
  for (const { session } of t.stripe.sessions.values()) {
    const [row] = await t.db.read<{ createdAt: string }>(
      "SELECT created_at AS createdAt FROM checkouts WHERE session_id = ?",
      [session.id],
    );
    assert.equal(session.created, Math.floor(Date.parse(row.createdAt) / 1000) + (row.createdAt < now ? 60 : 0));
  }
  const old = `messages WHERE created_at < '${now}'`;
  assert.ok(await t.count(old) > 150);
  assert.equal(await t.count(`${old} AND state <> 'sent'`), 0);
  assert.equal(t.mailer.sent.length, await t.count(`messages WHERE created_at >= '${now}'`));
});

Deno.test("sales of three months can be seen: classes, packs, gift cards, tips, refunds", async () => {
  await using t = await sampleStudio();
  const provider = { id: t.sample.providerId, timezone: "America/Chicago" };
  for (const month of ["2026-03", "2026-04", "2026-05"]) {
    const { total } = await summarizeMonth(t.ctx, provider, month);
    assert.ok(total.classesCents > 0 && total.revenueCents > 0, month);
    assert.ok(total.filled > 0 && total.filled < total.seats, month);
  }
  const { offlineCents: _, ...total } = (await summarizeMonth(t.ctx, provider, "2026-04")).total;
  for (const [name, cents] of Object.entries(total)) assert.ok(cents > 0, name);
});

Deno.test("a second filling leaves the past as it is, and so does one without a simulated Stripe", async () => {
  await using t = await sampleStudio();
  const events = await t.count("events");
  await fillSampleStudio(t.ctx, { ...OPTIONS, remembered: t.sample });
  assert.equal(await t.count("events"), events);
  await fillSampleStudio(t.ctx, OPTIONS); // its keys were lost
  await t.settle();
  assert.equal(await t.count("gift_cards WHERE balance_cents = 0"), 1);

  await using alone = await startApp({ settings: { development: true } });
  await fillSampleStudio(alone.ctx, { remembered: null });
  const [{ n }] = await alone.db.read<{ n: number }>("SELECT count(*) AS n FROM checkouts");
  assert.equal(n, 0);
});
