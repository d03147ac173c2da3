import assert from "node:assert/strict";
import { iso } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { ORIGIN, person, studio } from "../../support/studio.ts";
import { idOf, JANE, visitor } from "./visitor.ts";

Deno.test("the sign-in link is mailed once a click, to the site the client last came from, else the studio's own", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  const page = `/console/clients/${id}`;
  const got = await owner.follow(await owner.submit(page, {}, `${page}/signin-link`));
  assert.match(readable(got.text), /Mailed to jane\.doe@example\.com\./);
  await t.settle();
  const mails = t.mailer.of("signin_link", JANE.email);
  assert.equal(mails.length, 1);
  const token = new RegExp(`${ORIGIN}/me/([A-Za-z0-9_-]+)`).exec(mails[0].text)![1];
  assert.equal((await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.client.id, id);

  // The same form sent twice mails once; a new one mails again.
  const { text } = await owner.page(page);
  const form = /action="[^"]*\/signin-link"[^>]*>.*?name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(
    text,
  )!;
  const body = new URLSearchParams({ csrf: form[1], once: form[2] }).toString();
  const clicks = await Promise.all([1, 2].map(() => owner.send("POST", `${page}/signin-link`, body)));
  assert.deepEqual(clicks.map((one) => one.status), [303, 303]);
  await t.settle();
  assert.equal(t.mailer.of("signin_link", JANE.email).length, 2);

  // Known by an appointment only: no site of their own.
  await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now()),
    client: person(2),
  });
  const other = `/console/clients/${await idOf(s, person(2).email)}`;
  await owner.submit(other, {}, `${other}/signin-link`);
  await t.settle();
  assert.match(t.mailer.of("signin_link", person(2).email)[0].text, new RegExp(`${ORIGIN}/me/`));
});
