import assert from "node:assert/strict";
import { ORIGIN, person } from "../../../support/studio.ts";
import { jane, storefront } from "../visitor.ts";

Deno.test("a seat is booked, paid for, confirmed by mail, and cancelled by the mailed link with a refund", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass();
  const visitor = t.visitor();
  const form = await visitor.get(`/classes/${classId}/book`);
  assert.match(form.text, /Continue to payment, \$20\.00/);
  assert.match(
    form.text,
    /held for 30 minutes while you pay\. Free cancellation until Wednesday, May 13, 10:00\sAM\. After that, no refund\./,
  );
  const posted = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "card" });
  assert.equal(posted.status, 303);
  assert.ok(posted.to!.startsWith(`${t.stripe.url}/`), posted.to!);
  assert.ok(posted.headers.get("content-security-policy")!.includes(`form-action 'self' ${t.stripe.url};`));

  const { cancel_url } = t.stripe.sessions.get(posted.to!.split("/").at(-1)!)!.session;
  const unpaid = await visitor.get(cancel_url!.slice(ORIGIN.length));
  assert.match(unpaid.text, /Not paid yet\. Pilates Class, Thursday, May 14, 10:00 AM.*for 30 minutes/);
  assert.ok(unpaid.html.includes(`href="${posted.to}">Back to payment<`), "to the payment, not to an empty form");
  const elsewhere = await t.visitor().get(cancel_url!.slice(ORIGIN.length));
  assert.match(
    elsewhere.html,
    new RegExp(`href="/classes/${classId}/book">Book again<`),
    "another browser books again",
  );
  assert.equal(
    (await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "card" })).to,
    posted.to,
    "the same payment",
  );

  const back = await t.pay(posted.to);
  assert.match(
    (await visitor.get(back.slice(ORIGIN.length))).text,
    /You’re booked\. Pilates Class, Thursday, May 14.*\$20\.00 is paid\..*Add to calendar/,
  );
  const again = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "card" });
  assert.deepEqual([again.status, again.text.includes("You have already booked this class.")], [409, true]);

  const [path, token] = t.link("booking_confirmed", jane.email).split("#");
  const asks = await visitor.get(path);
  assert.match(asks.text, /Free cancellation until 24 hours before most classes: you get back what you paid/);
  assert.match(asks.html, /<input[^>]*name="token"/);
  for (const bad of ["", "nonsense"]) {
    const refused = await visitor.post(path, { token: bad });
    assert.deepEqual([refused.status, /This link is incomplete or too old/.test(refused.text)], [401, true]);
  }
  const shown = await visitor.post(path, { token: `${ORIGIN}${path}#${token}` });
  assert.match(shown.text, /Until Wednesday, May 13, 10:00\sAM you get \$20\.00 back/);
  assert.equal(await t.studio.seats(classId), "1/0/5", "asking cancels nothing");
  const done = await visitor.post(path, { token, sure: "1" });
  assert.match(done.text, /Your booking is cancelled\. \$20\.00 is refunded the way you paid/);
});

Deno.test("what is wrong stands beside the field, and what was typed is kept", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass();
  const wrong = await t.visitor().post(`/classes/${classId}/book`, {
    name: `"><script>alert(1)</script>`,
    email: "jane",
    phone: "555 0100",
    pay: "card",
  });
  assert.equal(wrong.status, 400);
  assert.match(wrong.html, /value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;"/);
  assert.match(wrong.html, /value="jane"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*value="jane"/);
  assert.match(wrong.html, /id="phone-error">Add the area code: a phone number has at least 10 digits\./);
  assert.equal(wrong.html.match(/autofocus/g)?.length, 1, "the first wrong one has the focus");
  assert.match(
    (await t.visitor().post(`/classes/${classId}/book`, {})).text,
    /Enter your name\. .*Enter your email address\./,
  );
  assert.equal(t.stripe.sessions.size, 0);
});

Deno.test("a free class is confirmed at once, and names are shown as they are", async () => {
  await using t = await storefront();
  const service = await t.studio.manage("POST", "services", {
    name: "<b>Mat</b> & Tower",
    durationMin: 45,
    priceCents: 0,
    capacity: 2,
  });
  const classId = await t.studio.addClass({ serviceId: service.body.id });
  assert.match((await t.visitor().get("/")).html, /<h3>&lt;b&gt;Mat&lt;\/b&gt; &amp; Tower<\/h3>/);
  const form = await t.visitor().get(`/classes/${classId}/book`);
  assert.match(form.text, /Book, free/);
  assert.ok(!form.text.includes("Pay with"));
  const booked = await t.visitor().post(`/classes/${classId}/book`, { ...jane });
  assert.deepEqual([booked.status, booked.to], [303, `/book/confirm?class=${classId}`]);
  assert.match((await t.visitor().get(booked.to!)).text, /You’re booked\. <b>|You’re booked\. &lt;b&gt;Mat/);
});

Deno.test("a class over midnight shows its two times, and its note keeps its lines", async () => {
  await using t = await storefront();
  const { id } = (await t.studio.manage("POST", "classes", {
    serviceId: t.studio.serviceId,
    scheduledAt: "2026-05-16T04:30:00.000Z",
    publicNote: "Grip socks.\nThe side door is open.",
  })).body;
  const seen = await t.visitor().get(`/classes/${id}/book`);
  assert.match(seen.text, /Friday, May 15, \s*11:30\sPM\s–\s12:20\sAM/);
  assert.match(seen.html, /<p class="note">Grip socks\.\nThe side door is open\.<\/p>/);
});

Deno.test("a full class offers its waitlist, also to whoever was too late, and tells the place in it", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass({ capacity: 1, priceCents: 0 });
  const early = await t.visitor().post(`/classes/${classId}/waitlist`, { ...jane });
  assert.deepEqual([early.status, early.text.includes("Book your seat")], [409, true]);
  await t.studio.book(classId, jane);
  const late = await t.visitor().post(`/classes/${classId}/book`, { ...person(2) });
  assert.equal(late.status, 409);
  assert.match(late.text, /This class is full.*Join waitlist/);
  assert.match(late.html, /value="jane2@example\.com"/);
  assert.match((await t.visitor().get(`/classes/${classId}/book`)).text, /Join the waitlist, and we email you/);
  assert.match(
    (await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(2) })).text,
    /You’re number 1 on the waitlist/,
  );
  await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(3) });
  assert.match(
    (await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(3) })).text,
    /You’re number 2 on the waitlist\. You were already on it/,
  );
  assert.equal((await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(4), phone: "1" })).status, 400);
});
