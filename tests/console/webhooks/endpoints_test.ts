/** The console's pages of webhooks. */
import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { startReceiver } from "../../support/receiver.ts";
import { person, studio } from "../../support/studio.ts";

const LIST = "/console/settings/webhooks";

Deno.test("an endpoint is added, tested, sent an event again, turned off and on, given a new secret and deleted", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  const owner = await signIn(t, t.studio);
  assert.match(await owner.read(LIST), /No system is told of anything yet/);
  const made = await owner.submit(LIST, {
    url: `${receiver.url}?token=hush`,
    type: ["booking.confirmed"],
    description: "Our <CRM>",
  });
  assert.equal(made.status, 200, readable(made.text));
  assert.match(readable(made.text), /Endpoint added .* whsec_[A-Za-z0-9+/]{43}= .* Our <CRM> booking\.confirmed/);
  assert.ok(!(await owner.page(LIST)).text.includes("whsec_"), "shown once");
  const path = /\/console\/settings\/webhooks\/we-\w+/.exec(made.text)![0];

  await owner.follow(await owner.submit(path, {}, `${path}/test`));
  await t.settle();
  assert.equal(JSON.parse(receiver.received[0].body).type, "ping");
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(1));
  await t.settle();
  const page = await owner.page(path);
  assert.match(readable(page.text), /Working .*booking\.confirmed .* Delivered 204 1 .* ping .* Delivered 204 1/);
  assert.ok(!readable(page.text).includes("hush"));
  const opened = /href="([^"]*\?open=dlv-\w+)/.exec(page.text)![1];
  assert.match(
    await owner.read(opened),
    /What Alera sends POST \/hooks HTTP\/1\.1 .* webhook-id: evt-\w+ .* \{ "type": "booking\.confirmed".* What came back It answered 204\. 1 attempt\./,
  );
  await owner.follow(await owner.submit(opened, {}, `${path}/replay`));
  await t.settle();
  assert.equal(receiver.received.length, 3);

  assert.match(
    readable((await owner.follow(await owner.submit(path, { to: "disabled" }, `${path}/turn`))).text),
    /Turned off\. What/,
  );
  assert.match(await owner.read(LIST), /Off Our <CRM>/);
  assert.equal((await owner.submit(path, { to: "enabled" }, `${path}/turn`)).status, 303);
  assert.match(readable((await owner.submit(`${path}/rotate`)).text), /New secret .* whsec_/);

  const wrong = await owner.submit(`${path}/edit`, { url: "https://user:pass@example.com/", type: null });
  assert.equal(wrong.status, 400);
  assert.match(readable(wrong.text), /Must not hold a user name or a password/);
  await owner.follow(await owner.submit(`${path}/edit`, { type: "*" }));
  assert.match(await owner.read(LIST), /All events/);

  await owner.follow(await owner.submit(`${path}/delete`));
  assert.match(await owner.read(LIST), /No system is told/);
  assert.equal((await owner.send("GET", path)).status, 404);
});

Deno.test("the owner sees since when an endpoint fails, and when it will be turned off", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  receiver.answer = () => new Response(null, { status: 500 });
  const owner = await signIn(t, t.studio);
  await t.studio.manage("POST", "webhook-endpoints", { url: receiver.url, types: ["class.created"] });
  await t.studio.addClass();
  await t.settle();
  assert.match(
    await owner.read(LIST),
    /Failing class\.created\. 1 event waits\. Nothing has arrived since .* If it still fails on .* you get an email/,
  );
  assert.match(await owner.read("/console/settings"), /Webhooks 1 endpoint, 1 failing/);
});
