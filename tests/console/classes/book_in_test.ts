/** Somebody is booked in from a class, as a browser without script does it. */
import assert from "node:assert/strict";
import { HOUR } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("from the class to a client who is found by name: a credit is taken, and undone", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  await s.buyPack(person(1), 3);
  const classId = await s.addClass();
  const page = `/console/classes/${classId}/book-in`;
  assert.ok((await owner.page(`/console/classes/${classId}`)).text.includes(`href="${page}"`));
  const found = await owner.read(`${page}?q=jane`);
  assert.match(found, /1 client with “jane”, or somebody new/);
  assert.match(found, /5-Class Pack, 3 left|3-Class Pack, 3 left/);
  assert.match(found, /3 left, then 2\./);
  assert.match(found, /How is the \$20\.00 paid\?/);
  assert.match(found, /Book in, 1 credit/);
  const sent = await owner.submit(`${page}?q=jane`, { payment: "credit" });
  const done = readable((await owner.follow(sent)).text);
  assert.match(
    done,
    /Jane 1 is booked in 1 credit of .* is used, 2 left\. The email is on its way to jane1@example\.com/,
  );
  assert.match(readable((await owner.page(page)).text), /Already here: has a seat in this class/);
  const undone = await owner.follow(await owner.submit(sent.to!, {}, `${page}/undo`));
  assert.match(readable(undone.text), /The booking is cancelled/);
  assert.equal(await s.seats(classId), "0/0/6");
  assert.equal((await s.books("client_packages"))[0].sessions_remaining, 3);
});

Deno.test("somebody new at the door pays here; the roster and the client's page say so", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ inHours: 1 });
  t.clock.advance(HOUR + 60_000);
  const page = `/console/classes/${classId}/book-in`;
  const refused = await owner.submit(page, { client: "new", payment: "offline", amount: "abc", name: "Walk In" });
  assert.equal(refused.status, 400);
  assert.match(refused.text, /value="Walk In"/);
  const nameless = await owner.submit(page, { client: "new", payment: "offline", name: "" });
  assert.equal(nameless.status, 400);
  const sent = await owner.submit(page, {
    client: "new",
    name: "Walk In",
    payment: "offline",
    by: "cash",
    amount: "15",
  });
  const done = readable((await owner.follow(sent)).text);
  assert.match(
    done,
    /Walk In is booked in \$15\.00 is recorded as paid here\. There is no email, so nothing was sent\./,
  );
  assert.match(await owner.read(`/console/classes/${classId}`), /Paid \$15\.00 here/);
  const id = (await s.manage("GET", "clients")).body.items[0].id;
  assert.match(await owner.read(`/console/clients/${id}`), /Paid \$15\.00 at the studio/);
  assert.doesNotMatch((await owner.page(page)).text, /value="link"/, "no link once the class has begun");
});

Deno.test("a gift card is looked up first, then pays; a wrong code stands beside its field", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const code = await s.buyGiftCard(5000);
  const page = `/console/classes/${await s.addClass()}/book-in`;
  const typed = { client: "new", name: "Sam", payment: "gift_card", code };
  const looked = await owner.submit(page, { ...typed, look: "1" });
  assert.equal(looked.status, 200);
  assert.match(readable(looked.text), /\$50\.00 on the card\. After this booking: \$30\.00/);
  const wrong = await owner.submit(page, { ...typed, code: "0000000000000000" });
  assert.match(readable(wrong.text), /Gift card not found/);
  const sent = await owner.submit(page, typed);
  assert.match(readable((await owner.follow(sent)).text), /\$20\.00 is taken from the gift card/);
});

Deno.test("a link is held and mailed; a full class says that nobody is booked over its seats", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ capacity: 1 });
  const page = `/console/classes/${classId}/book-in`;
  const link = { client: "new", name: "Sam", payment: "link" };
  assert.match(readable((await owner.submit(page, link)).text), /no email address/);
  const sent = await owner.submit(page, { ...link, email: "sam@example.com" });
  assert.match(readable((await owner.follow(sent)).text), /A seat is held for Sam \$20\.00 is to be paid by/);
  await t.settle();
  assert.equal(t.mailer.of("payment_link", "sam@example.com").length, 1);
  assert.match(await owner.read(page), /The class is full .* Nobody can be booked over the 1 seat\./);
});

Deno.test("another studio's class is not there", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  assert.equal((await owner.send("GET", "/console/classes/class-none/book-in")).status, 404);
});
