import assert from "node:assert/strict";
import { person, studio } from "../../support/studio.ts";

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
