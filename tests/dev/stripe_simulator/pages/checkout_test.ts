import assert from "node:assert/strict";
import { formAction, submit, types, world } from "../world.ts";

Deno.test("a person pays, pays later, is declined, lets it expire", async () => {
  await using w = await world();
  const session = await w.session({ metadata: {}, customer_email: "a'b@example.com" });
  const page = async (id = session.id) => await (await fetch(`${w.sim.url}/c/pay/${id}`)).text();
  const text = await page();
  assert.match(text, /\$25\.00/);
  assert.match(text, /Reformer &#60;Basics&#62;/);
  assert.match(text, /a&#39;b@example\.com/);
  assert.ok(!text.includes("<Basics>"));
  assert.match(text, /href="https:\/\/studio\.example\/book\/cancelled"/);

  const declined = await submit(w.sim.url, formAction(text, "decline"));
  const retry = await (await fetch(new URL(declined.headers.get("location")!, w.sim.url))).text();
  assert.match(retry, /Your card was declined/);
  const paid = await submit(w.sim.url, formAction(retry, "pay"));
  assert.equal(paid.status, 303);
  assert.equal(paid.headers.get("location"), `https://studio.example/book/confirm?session_id=${session.id}`);
  assert.equal((await submit(w.sim.url, formAction(retry, "pay"))).status, 409);
  const after = await page();
  assert.ok(!after.includes("Pay later by bank"));
  await submit(w.sim.url, formAction(after, "refund"));
  assert.match(await page(), /Refunded<\/dt><dd>\$25\.00/);

  const bank = await w.session();
  const later = await submit(w.sim.url, formAction(await page(bank.id), "later"));
  assert.match(later.headers.get("location")!, new RegExp(bank.id));
  await submit(w.sim.url, formAction(await page(bank.id), "bank-succeeds"));
  assert.equal(w.sim.sessions.get(bank.id)!.session.payment_status, "paid");
  await submit(w.sim.url, formAction(await page(bank.id), "dispute"));

  const failing = await w.session();
  await submit(w.sim.url, formAction(await page(failing.id), "later"));
  await submit(w.sim.url, formAction(await page(failing.id), "bank-fails"));
  const left = await w.session();
  await submit(w.sim.url, formAction(await page(left.id), "expire"));
  assert.match(await page(left.id), /has expired/);
  await w.sim.deliver();
  assert.deepEqual(types(w.box.events), [
    "checkout.session.completed",
    "refund.created",
    "charge.refunded",
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "charge.dispute.created",
    "checkout.session.completed",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
  ]);
});
