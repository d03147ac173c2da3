import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("a client is added, and two that are one person are merged", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  await s.book(await s.addClass({ priceCents: 0 }), person(1));
  const missing = await owner.submit("/console/clients/new", { name: "" });
  assert.equal(missing.status, 400);
  const added = await owner.submit("/console/clients/new", { name: "Jane One", note: "Mornings" });
  const page = added.to!.split("?")[0];
  assert.match(readable((await owner.follow(added)).text), /The client is added/);
  const taken = await owner.submit("/console/clients/new", { name: "Jane", email: person(1).email });
  assert.equal(taken.status, 409);
  assert.match(readable(taken.text), /Are the two one person\?/);

  const ask = await owner.read(`${page}/merge?q=jane`);
  assert.match(ask, /Merge Jane One into Jane 1 jane1@example\.com/);
  assert.match(ask, /This can’t be undone/);
  assert.match(readable((await owner.submit(`${page}/merge?q=jane`)).text), /Choose who the same person is/);
  const into = (await s.manage("GET", `clients?q=${person(1).email}`)).body.items[0].id;
  const merged = await owner.follow(await owner.submit(`${page}/merge?q=jane`, { into }));
  assert.match(readable(merged.text), /The two are one client now\..*Mornings/);
  assert.equal((await owner.send("GET", page)).status, 404);
});

Deno.test("a cancelled booking of a class to come is not listed among the upcoming ones", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const booked = await s.book(await s.addClass({ priceCents: 0 }), person(1));
  await s.cancel(booked.body.enrollmentId, booked.body.cancelToken);
  const id = (await s.manage("GET", "clients")).body.items[0].id;
  const text = await owner.read(`/console/clients/${id}`);
  assert.match(text, /Upcoming bookings No bookings to come\./);
  assert.match(text, /Cancelled, of classes to come/);
});
