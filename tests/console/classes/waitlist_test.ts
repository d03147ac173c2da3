/** The waitlist, and promoting from it. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { page } from "./class_pages.ts";

Deno.test("the waitlist is in order; promoting holds a seat and mails the link, once", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ capacity: 1 });
  const held = await s.hold(classId);
  for (const n of [2, 3]) await s.wait(classId, person(n));
  const full = await owner.page(page(classId));
  assert.match(
    readable(full.text),
    /Waitlist No seat is open, so nobody can be promoted\..* Jane 2 Joined today, 10:00 AM Promote Jane 2 Jane 3/,
  );
  assert.equal(full.text.match(/aria-disabled="true" aria-describedby="waitlist-why"/g)!.length, 2);
  const form = new URLSearchParams(formOf(full.text, `${page(classId)}/cancel`)).toString();
  const [first, second] = (await s.roster(classId)).waitlist;
  const refused = await owner.send("POST", `/console/waitlist/${first.id}/promote`, form);
  assert.equal(refused.status, 409);
  assert.match(readable(refused.text), /No seat is open in this class\./);

  await s.cancel(held.id, held.cancelToken);
  const open = await owner.page(page(classId));
  assert.match(
    readable(open.text),
    /1 seat is open, and anyone can book it\. Promote holds it until 10:32 AM and mails a payment link\./,
  );
  assert.equal(
    open.text.match(/class="button primary" type="submit">Promote/g)!.length,
    1,
    "primary for the first only",
  );
  const promoted = await owner.submit(page(classId), {}, `/console/waitlist/${first.id}/promote`);
  const after = readable((await owner.follow(promoted)).text);
  assert.match(after, /The seat is held, and the payment link is on its way by email\./);
  assert.match(after, /Paying now Jane 2/);
  assert.equal(
    (await owner.send("POST", `/console/waitlist/${first.id}/promote`, form)).status,
    303,
    "the second click",
  );
  assert.equal((await owner.send("POST", `/console/waitlist/${second.id}/promote`, form)).status, 409);
  await t.settle();
  assert.equal(t.mailer.of("waitlist_promoted").length, 1);
  assert.equal(await s.seats(classId), "0/1/0");
});

Deno.test("nobody is promoted without Stripe, without its answer, or once the class has begun", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ capacity: 1, inHours: 3 });
  const held = await s.hold(classId);
  await s.wait(classId, person(2));
  await s.cancel(held.id, held.cancelToken);
  const entry = (await s.roster(classId)).waitlist[0].id;
  const fault = t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "drop", times: 9 });
  const got = await owner.submit(page(classId), {}, `/console/waitlist/${entry}/promote`);
  fault.remove();
  assert.equal(got.status, 502);
  assert.match(readable(got.text), /Stripe did not make the payment page\. Nobody was promoted/);
  assert.equal(await s.seats(classId), "0/0/1");
  await t.db.write(null, (tx) => tx.run("UPDATE providers SET stripe_charges_enabled = 0", []));
  assert.match(
    await owner.read(page(classId)),
    /You can’t take payments yet, so nobody can be promoted\. Connect Stripe/,
  );
  await t.db.write(null, (tx) => tx.run("UPDATE providers SET stripe_charges_enabled = 1", []));
  await t.pass(3 * HOUR);
  assert.match(await owner.read(page(classId)), /The class has begun, so nobody can be promoted any more\./);
});

Deno.test("with automatic waitlists the page names the end of the offer that Promote makes", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  await s.manage("PATCH", "provider", { waitlistMode: "automatic", waitlistOfferMinutes: 90, waitlistCutoffHours: 5 });
  const classId = await s.addClass({ capacity: 1, inHours: 4 }); // past the cut-off: nothing is offered by itself
  const held = await s.hold(classId);
  await s.wait(classId, person(2));
  await s.cancel(held.id, held.cancelToken);
  assert.match(readable((await owner.page(page(classId))).text), /Promote holds it until 11:32 AM and mails/);
  const { id } = (await s.roster(classId)).waitlist[0];
  await s.manage("POST", `waitlist/${id}/promote`);
  const [hold] = (await s.roster(classId)).holds;
  assert.equal(Date.parse(hold.expiresAt) - t.clock.now(), 92 * MINUTE);
});
