import assert from "node:assert/strict";
import { DAY, iso, MINUTE } from "../../../src/domain/time.ts";
import { sendAgain } from "../../../src/workflows/notifications/send_again.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { findInDatabase, keepLog } from "../../support/http.ts";
import { ORIGIN, person, type Studio, studio } from "../../support/studio.ts";
import { oneMailQueued, outbox } from "./outbox.ts";

/** A gift card is paid, and its mail refused: nobody has read the code yet. */
async function cardMailRefused(t: TestApp & { studio: Studio }, refuse: "for now" | "for good"): Promise<void> {
  t.mailer.refuse = refuse;
  await t.stripe.pay(await t.studio.startGiftCard());
  await t.settle();
  assert.deepEqual((await outbox(t)).map((one) => [one.kind, one.state]), [[
    "gift_card",
    refuse === "for now" ? "queued" : "dead",
  ]]);
  t.mailer.refuse = null;
}

/** No text of 16 letters and digits, and nothing called a code. */
async function holdsNoCode(t: TestApp): Promise<void> {
  for (const { data } of await outbox(t)) assert.ok(!/"code"|"[2-9A-HJKMNP-Z]{16}"/.test(data), data);
}

/** The one mail with a card that has left, and what its code is worth at the till. */
async function redeemed(t: TestApp, s: Studio): Promise<number> {
  const [mail, ...more] = t.mailer.of("gift_card");
  assert.equal(more.length, 0);
  const code = /^[2-9A-HJKMNP-Z]{16}$/m.exec(mail.text)![0];
  assert.ok(mail.html.includes(code.match(/.{4}/g)!.join("-")));
  assert.deepEqual(await findInDatabase(t, code), [], "the code is nowhere in plain text");
  const preview = { code, providerId: s.id, requestedDebitCents: 100, mode: "preview" };
  return (await s.seenBy(t).call("POST", "/api/gift-cards/redeem", preview)).body.balanceCents;
}

Deno.test("customers reply to the studio, the owner to nobody; both read the studio's name on one line", async () => {
  await using t = await studio();
  // No form lets this in; what is stored may be older than the form.
  await t.db.write(
    t.studio.id,
    (tx) => tx.run("UPDATE providers SET display_name = ?", ["Evil\r\nBcc: evil@evil.test"]),
  );
  const classId = await t.studio.addClass({ priceCents: 0, capacity: 1 });
  const { body } = await t.studio.book(classId, person(1));
  await t.studio.wait(classId, person(2));
  await t.settle();
  await t.studio.cancel(body.enrollmentId, body.cancelToken);
  await t.settle();
  const { email } = (await t.studio.manage("GET", "provider")).body;
  const [toClient] = t.mailer.of("booking_confirmed");
  const [toOwner] = t.mailer.of("seat_opened");
  assert.deepEqual([toClient.fromName, toClient.replyTo], ["Evil Bcc: evil@evil.test", email]);
  assert.deepEqual([toOwner.fromName, toOwner.replyTo, toOwner.to], ["Evil Bcc: evil@evil.test", null, email]);
});

Deno.test("what cancels a booking is in its mails and nowhere in the database, even where mails are kept", async () => {
  await using t = await oneMailQueued({ settings: { development: true } });
  await t.settle();
  const scheduledAt = iso(t.clock.now() + 5 * DAY);
  assert.equal((await t.studio.manage("PATCH", `classes/${t.classId}`, { scheduledAt })).status, 200);
  await t.pass(4 * DAY + MINUTE);
  for (const kind of ["booking_confirmed", "class_moved", "class_reminder"]) {
    const [mail, more] = t.mailer.of(kind);
    assert.equal(more, undefined, kind);
    const [, token] = new RegExp(`${ORIGIN}/cancel/${t.booked.enrollmentId}#(\\S+)`).exec(mail.text)!;
    assert.deepEqual(await findInDatabase(t, token), [], kind);
    if (kind === "class_reminder") assert.equal((await t.studio.cancel(t.booked.enrollmentId, token)).status, 200);
  }
});

Deno.test("the outbox holds no gift card's code, queued or dead; the mail has it, also when it is sent again", async () => {
  for (const refuse of ["for now", "for good"] as const) {
    await using t = await studio();
    await cardMailRefused(t, refuse);
    await holdsNoCode(t);
    if (refuse === "for good") await sendAgain(t.ctx, t.studio.id, (await outbox(t))[0].id);
    await t.pass(MINUTE);
    assert.equal(await redeemed(t, t.studio), 10_000);
  }
});

Deno.test("a gift card's mail outlives a change of the secret: it waits, with its reason, until the old one opens its code", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-outbox-" });
  const databasePath = `${directory}/alera.db`;
  try {
    const [old, next] = ["the old secret, of more than 32 bytes in all", "the next secret, of more than 32 bytes too"];
    await using first = await studio({ databasePath, secret: old });
    await cardMailRefused(first, "for now");
    {
      const log = keepLog();
      await using t = await startApp({
        databasePath,
        secret: next,
        after: first,
        log,
        settings: { development: true },
      });
      const s = first.studio.seenBy(t);
      assert.equal((await s.book(await s.addClass({ priceCents: 0 }), person())).status, 200);
      await t.pass(MINUTE);
      assert.deepEqual(t.mailer.sent.map((mail) => mail.kind), ["booking_confirmed"], "no card without its code");
      const [waiting] = await outbox(t);
      assert.deepEqual([waiting.kind, waiting.state, waiting.attempts], ["gift_card", "queued", 2]);
      assert.ok(waiting.next! > iso(t.clock.now()));
      assert.match(waiting.error!, /code could not be opened.*ALERA_SECRET_PREVIOUS/);
      const warned = log.lines.find((line) => line.event === "message_not_sent");
      assert.deepEqual([warned?.fields.kind, warned?.fields.permanent, warned?.fields.reason], [
        "gift_card",
        false,
        waiting.error,
      ]);

      // The mailbox of development says so too, and shows the others.
      const { items } = (await t.send("GET", "/dev/mailbox.json")).body;
      assert.deepEqual(items.map((one: { text: string }) => one.text), [t.mailer.sent[0].text, waiting.error]);
      const page = await t.send("GET", `/dev/mailbox/${waiting.id}`);
      assert.deepEqual([page.status, page.text.includes("could not be opened")], [200, true]);
    }
    await using t = await startApp({ databasePath, secret: next, secretPrevious: old, after: first });
    await t.pass(MINUTE);
    assert.equal(await redeemed(t, first.studio), 10_000);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("development's mailbox shows a gift card's mail with its code", async () => {
  await using t = await studio({ settings: { development: true } });
  const code = await t.studio.buyGiftCard();
  const mailbox = await t.send("GET", "/dev/mailbox.json");
  assert.match(mailbox.body.items[0].text, new RegExp(`^${code}$`, "m"));
  assert.match((await t.send("GET", `/dev/mailbox/${mailbox.body.items[0].id}`)).text, new RegExp(code));
  assert.deepEqual(await findInDatabase(t, code), []);
});
