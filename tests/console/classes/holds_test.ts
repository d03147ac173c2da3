/** Who is paying just now. */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { cancelPage, page } from "./class_pages.ts";

Deno.test("who is paying is shown with the time left, and the seat can be released: the payment page closes", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.pass(16 * MINUTE);
  const shown = await owner.page(page(classId));
  assert.match(readable(shown.text), /Paying now Jane 1 Seat held until 10:32 AM , 16 minutes left Release seat…/);
  assert.match(shown.text, /data-until="2026-05-11T15:32:00\.000Z"/);
  assert.match(
    await owner.read(cancelPage(held.id)),
    /Release Jane 1’s seat\?.*Jane has not paid\. Releasing closes the payment page\./,
  );
  const done = await owner.submit(cancelPage(held.id), { refund: "full" });
  assert.match(readable((await owner.follow(done)).text), /The seat is open again\. The payment page is closed/);
  assert.equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
  assert.equal(await t.studio.seats(classId), "0/0/6");
  await t.settle();
  assert.equal(t.mailer.of("booking_cancelled").length, 1);
});
