import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { csvRows, read, seen } from "./read_sales.ts";

Deno.test("refunds: to whom, why, and how each stands, the dashboard's too, once each", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  assert.match(await read(owner, "/console/sales/refunds"), /No refunds yet\. When a client cancels in time/);
  const classId = await s.addClass({ capacity: 9 });
  const of = async (n: number) => await s.seat(classId, { ...person(n), name: `Client ${n}` });
  const cancelled = await of(1);
  await s.cancel(cancelled.id, cancelled.cancelToken);
  t.clock.advance(MINUTE);
  const sentBack = await of(2);
  await t.stripe.failRefund((await s.cancel(sentBack.id, sentBack.cancelToken)).body.refundId);
  t.clock.advance(MINUTE);
  t.stripe.refundStatus = "pending";
  const slow = await of(3);
  await s.cancel(slow.id, slow.cancelToken);
  t.stripe.refundStatus = "succeeded";
  t.clock.advance(MINUTE);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const refused = await of(4);
  assert.equal((await s.cancel(refused.id, refused.cancelToken)).status, 502);
  t.clock.advance(MINUTE);
  const part = await of(5);
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 500);
  await t.settle();
  t.clock.advance(MINUTE);
  await t.stripe.refundInDashboard(s.paymentOf(part.session)); // the rest: cancels the booking, a row of ours about the same money
  await t.settle();
  const { text } = await owner.page("/console/sales/refunds");
  const page = seen(text);
  const when = "Pilates Class, Thu, May 14, 10:00 AM";
  for (
    const row of [
      `Client 5 Made in your Stripe dashboard: ${when} Refunded Mon, May 11, 10:05 AM −$15.00`,
      `Client 5 Made in your Stripe dashboard: ${when} Refunded Mon, May 11, 10:04 AM −$5.00`,
      `Client 4 Booking kept: ${when} Refused by Stripe, so nothing was cancelled. Asked for Mon, May 11, 10:03 AM $20.00 not refunded`,
      `Client 3 Booking cancelled: ${when} On its way to the bank. Asked for Mon, May 11, 10:02 AM −$20.00`,
      `Client 2 Returned by the bank Booking cancelled: ${when} See what to do. Asked for Mon, May 11, 10:01 AM $20.00 not refunded`,
      `Client 1 Booking cancelled: ${when} Refunded Mon, May 11, 10:00 AM −$20.00`,
    ]
  ) assert.ok(page.includes(row), `${row}\n${page}`);
  assert.match(text, new RegExp(`<a href="/console/classes/${classId}">Pilates Class</a>`));
  const rows = await csvRows(owner, "/console/sales/refunds.csv");
  assert.deepEqual(rows.map((row) => [row.Client, row.Amount, row.State, row["Refunded at"]]), [
    ["Client 5", "15.00", "Refunded", "2026-05-11T10:05:00-05:00"],
    ["Client 5", "5.00", "Refunded", "2026-05-11T10:04:00-05:00"],
    ["Client 4", "20.00", "Refused by Stripe, so nothing was cancelled", ""],
    ["Client 3", "20.00", "On its way to the bank", ""],
    ["Client 2", "20.00", "Returned by the bank", ""],
    ["Client 1", "20.00", "Refunded", "2026-05-11T10:00:00-05:00"],
  ]);
});
