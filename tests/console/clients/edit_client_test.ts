/** A client's name, email and phone, corrected. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { findInDatabase } from "../../support/http.ts";
import { addStudio, person, studio } from "../../support/studio.ts";
import { JANE, visitor } from "./visitor.ts";

Deno.test("a client's name, email and phone can be corrected; mistakes are shown beside the field, and kept", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  await visitor(s, person(2));
  const page = `/console/clients/${id}`;
  const stored = async () => (await s.manage("GET", `clients/${id}`)).body;
  const edit = await owner.page(`${page}/edit`);
  assert.ok(edit.text.includes('value="(555) 555-0142"'));

  const bad = await owner.submit(`${page}/edit`, { name: "", email: "jane<at>example", phone: "123" });
  assert.equal(bad.status, 400);
  assert.match(readable(bad.text), /Fill this in\..*looks like this: name@example\.com\..*Add the area code/);
  assert.ok(bad.text.includes('value="jane&lt;at&gt;example"') && bad.text.includes('value="123"'));
  const taken = await owner.submit(`${page}/edit`, { name: "J", email: " JANE2@example.com " });
  assert.equal(taken.status, 409);
  assert.match(
    taken.text,
    /id="email-error">Another client of your studio has this address\. Are the two one person\?/,
  );
  assert.ok(taken.text.includes('value=" JANE2@example.com "'));
  assert.equal((await stored()).name, JANE.name, "nothing has changed");

  const done = await owner.submit(`${page}/edit`, {
    name: " Jane Dough ",
    email: "Jane.Dough@Example.com",
    phone: "+1 (555) 555-0143",
  });
  assert.match(readable((await owner.follow(done)).text), /Jane Dough.* The client is changed\./);
  const { name, email, phone } = await stored();
  assert.deepEqual([name, email, phone], ["Jane Dough", "jane.dough@example.com", "15555550143"]);
  // Again the same: nothing happens. And no phone is none.
  assert.equal((await owner.submit(`${page}/edit`, {})).status, 303);
  assert.equal((await owner.submit(`${page}/edit`, { phone: "" })).status, 303);
  assert.equal((await stored()).phone, null);
});

Deno.test("another studio's client may have the same email", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  await visitor(other, person(2));
  const owner = await signIn(t, t.studio);
  const id = await visitor(t.studio, JANE);
  assert.equal((await owner.submit(`/console/clients/${id}/edit`, { email: person(2).email })).status, 303);
  assert.equal((await other.manage("GET", `clients?q=${person(2).email}`)).body.items.length, 1);
});

Deno.test("with a new email go the cards, the open payments and the queued mail; erasing leaves no trace of the old", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const who = { name: "Zaphod Beeblebrox", email: "zaphod@heart.example", phone: "5558675309" };
  const id = await visitor(s, who);
  const card = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: who.name,
    purchaserEmail: who.email,
  });
  await t.stripe.pay(card.body.checkoutSessionId);
  await t.settle();
  // A pack that is still to be paid, a seat that is held, and a mail that the server refuses for now.
  const pack = await s.startPack(who);
  const later = await s.addClass({ inHours: 30 });
  const held = await s.hold(later, who);
  t.mailer.refuse = "for now";
  await s.call("POST", "/api/customer/signin-link", { email: who.email, handle: s.handle });
  await t.settle();
  t.mailer.refuse = null;

  const fresh = "zb@gold.example";
  // While a payment is just being started, its address can't change.
  await t.db.write("test", (tx) => tx.run("UPDATE checkouts SET state = 'creating' WHERE session_id = ?", [pack]));
  const early = await owner.submit(`/console/clients/${id}/edit`, { email: fresh });
  assert.equal(early.status, 409);
  assert.match(readable(early.text), /just starting a payment\. Try again in a minute\./);
  assert.ok(early.text.includes(`value="${fresh}"`));
  await t.db.write("test", (tx) => tx.run("UPDATE checkouts SET state = 'open' WHERE session_id = ?", [pack]));
  assert.equal((await owner.submit(`/console/clients/${id}/edit`, { email: fresh })).status, 303);

  await t.stripe.pay(pack);
  await t.stripe.pay(held.session);
  await t.pass(MINUTE);
  assert.equal((await s.manage("GET", "clients")).body.items.length, 1, "the pack made no second client");
  const says = await owner.read(`/console/clients/${id}`);
  assert.match(says, /5-Class Pack 5 of 5 left/);
  assert.match(says, /Card ending \w{4} \$50\.00 of \$50\.00 left\. Bought,/);
  assert.match(says, /Booked\. Paid \$20\.00 by card\./);
  assert.equal(t.mailer.of("signin_link", fresh).length, 1);
  assert.equal(t.mailer.of("booking_confirmed", fresh).length, 1);

  await t.pass(31 * HOUR);
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  for (const trace of ["heart.example", "gold.example", "Beeblebrox", who.phone]) {
    assert.deepEqual(await findInDatabase(t, trace), [], trace);
  }
});
