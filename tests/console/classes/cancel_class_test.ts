/** Cancelling a class: what the owner sees before, and the click. */
import assert from "node:assert/strict";
import { HOUR } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { person, studio } from "../../support/studio.ts";
import { cancelClass, fullClass, mark, page, refundCalls } from "./class_pages.ts";

Deno.test("each refund, the total and the message stand before the click; afterwards everyone is notified in the owner's words", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId, hold } = await fullClass(t);
  assert.match(
    await owner.read(page(classId)),
    /Jane 1 Paid by card \$20\.00 Jane 2 Paid by card \$20\.00 Jane 3 5-Class Pack 1 credit Jane 4 Has not paid; payment link closes Nothing due 4 people \$40\.00 and 1 credit Message to clients \(optional\) Goes into the email to the 3 people booked, 1 paying and 1 waiting\. Cancel class, refund \$40\.00/,
  );
  const done = await cancelClass(owner, classId, { message: "Sarah is unwell.\r\nSorry <b>!" });
  const shown = await owner.follow(done);
  const text = readable(shown.text);
  assert.match(text, /Cancelled\./);
  assert.match(
    text,
    /The class is cancelled and everyone is notified\. \$40\.00 is being refunded and 1 credit is returned\./,
  );
  assert.ok(!text.includes("Cancel this class") && !shown.text.includes('http-equiv="refresh"'), text);
  assert.match(text, /Jane 1 \$20\.00 refunded\./);
  assert.match(text, /Jane 3 1 credit returned\./);
  assert.match(text, /Jane 4 Had not paid\./);
  await t.settle();
  assert.equal(t.stripe.sessions.get(hold.session)!.session.status, "expired");
  const mails = [...t.mailer.of("class_cancelled"), ...t.mailer.of("waitlist_closed")];
  assert.equal(mails.length, 5);
  for (const mail of mails) {
    assert.match(mail.text, /Sarah is unwell\./);
    assert.match(mail.html, /Sorry &lt;b&gt;!/);
  }
});

Deno.test("clicking again, at once or later, refunds nobody twice", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const form = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`))
    .toString();
  const all = await Promise.all([1, 2, 3].map(() => owner.send("POST", `${page(classId)}/cancel`, form)));
  const to = `${page(classId)}?done=cancelling`;
  assert.deepEqual(all.map((one) => one.to), [to, to, to]);
  assert.equal((await owner.send("POST", `${page(classId)}/cancel`, form)).to, to);
  await t.settle();
  assert.equal(refundCalls(t), 2);
  assert.equal(t.mailer.of("class_cancelled").length, 4);
});

Deno.test("a class that could not be closed at all is not said to be cancelled", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const body = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`))
    .toString();
  faults.commit = true;
  const got = await owner.send("POST", `${page(classId)}/cancel`, body);
  assert.equal(got.status, 500);
  assert.equal((await t.studio.class(classId)).status, "Scheduled");
  assert.equal(refundCalls(t), 0);
});

Deno.test("whoever books while the owner reads is not cancelled unseen: the page shows the new total first", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  await t.studio.seat(classId);
  const body = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`));
  body.set("message", "Sorry!");
  await t.studio.seat(classId, person(2));
  const got = await owner.send("POST", `${page(classId)}/cancel`, body.toString());
  assert.equal(got.status, 409);
  assert.match(
    readable(got.text),
    /Nothing was cancelled: somebody booked or cancelled.*Cancel class, refund \$40\.00/,
  );
  assert.match(got.text, /<details class="cancel-class no-print" open/);
  assert.ok(got.text.includes(">\nSorry!</textarea>") || got.text.includes(">Sorry!</textarea>"), "kept");
  assert.equal((await t.studio.class(classId)).status, "Scheduled");
});

Deno.test("a message too long is shown beside its field and kept, and nothing is cancelled", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ priceCents: 0 });
  await t.studio.book(classId, person());
  const got = await cancelClass(owner, classId, { message: "x".repeat(501) });
  assert.equal(got.status, 400);
  assert.match(got.text, /id="message-error">At most 500 characters\./);
  assert.ok(got.text.includes("x".repeat(501)));
  assert.equal((await t.studio.class(classId)).status, "Scheduled");
});

Deno.test("no-shows of a class that is cancelled afterwards are refunded too", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 1 });
  const held = await t.studio.seat(classId);
  await t.pass(HOUR);
  await mark(owner, classId, held.id, "no-show");
  assert.match(await owner.read(page(classId)), /Jane 1 No-show, paid by card \$20\.00/);
  await owner.follow(await cancelClass(owner, classId));
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(t.stripe.payments.get(t.studio.paymentOf(held.session))!.charge.amount_refunded, 2000);
});

Deno.test("an empty class is cancelled without a word to anybody; a completed one can't be", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const empty = await t.studio.addClass();
  const before = await owner.page(page(empty));
  assert.match(
    readable(before.text),
    /Nobody has booked, so there is nothing to refund\. This can’t be undone\. Cancel class$/,
  );
  assert.match(
    readable((await owner.follow(await cancelClass(owner, empty))).text),
    /The class is cancelled\. Roster Nobody had booked\./,
  );

  const over = await t.studio.addClass({ inHours: 1 });
  const form = new URLSearchParams(formOf((await owner.page(page(over))).text, `${page(over)}/cancel`)).toString();
  await t.pass(HOUR);
  await t.studio.manage("POST", `classes/${over}/complete`);
  const got = await owner.send("POST", `${page(over)}/cancel`, form);
  assert.equal(got.status, 410);
  assert.match(readable(got.text), /This class is completed and can’t be cancelled any more\./);
  assert.equal((await owner.send("GET", `${page(over)}/cancel`)).to, `${page(over)}#cancel-class`);
});
