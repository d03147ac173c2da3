import assert from "node:assert/strict";
import { ORIGIN, person } from "../../../support/studio.ts";
import { jane, storefront } from "../visitor.ts";

Deno.test("a pack is bought, signs its owner in by mail, and pays a class; a cancellation returns the class to it", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass();
  const visitor = t.visitor();
  assert.match(
    (await visitor.get("/packs")).text,
    /5-Class Pack 5 classes, \$18 a class Use them within 180 days.*payment, \$90\.00/,
  );
  assert.equal((await visitor.post("/packs", { ...jane, pack: t.pack.id, email: "" })).status, 400);
  assert.equal((await visitor.post("/packs", { ...jane, pack: "pkg-none" })).status, 400);
  const back = await t.pay((await visitor.post("/packs", { ...jane, phone: "", pack: t.pack.id })).to);
  assert.match((await visitor.get(back.slice(ORIGIN.length))).text, /It is paid\. We have emailed you a link/);

  // Not signed in: the link comes by mail, and leads back to the class.
  const asked = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "pack" });
  assert.match(asked.text, /Check your email\. If we know jane1@example\.com/);
  await t.settle();
  const opened = await visitor.get(t.link("signin_link", jane.email));
  assert.deepEqual([opened.status, opened.to], [302, `/classes/${classId}/book`]);
  const form = await visitor.get(opened.to!);
  assert.match(form.text, /A class from my 5-Class Pack 5 classes left/);
  assert.match(form.html, /value="jane1@example\.com"/);
  const packId = /value="(pkg-[^"]+)"/.exec(form.html)![1];
  const booked = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: packId });
  assert.deepEqual([booked.status, booked.to], [303, `/book/confirm?class=${classId}`]);

  const me = await visitor.get("/me");
  assert.match(
    me.text,
    /Upcoming Pilates Class Thursday, May 14, 10:00 – 10:50 AM You’re booked Paid with your pack, refundable until .* Cancel…/,
  );
  assert.match(me.text, /5-Class Pack 4 of 5 classes left, use by November 7, 2026/);
  assert.match(me.html, /href="webcal:\/\/localhost:8000\/api\/cal\/[a-z0-9]+\.ics"/);
  assert.match(me.text, /http:\/\/localhost:8000\/api\/cal\/[a-z0-9]+\.ics/);

  const cancel = /href="(\/cancel\/[^"]+)"/.exec(me.html)![1];
  const asks = await visitor.get(cancel);
  assert.match(
    asks.text,
    /Until Wednesday, May 13, 10:00\sAM the class returns to your pack\./,
  );
  assert.ok(!asks.html.includes('name="token"'), "whoever is signed in needs no code");
  assert.match((await visitor.post(cancel, { sure: "1" })).text, /The class has returned to your pack/);
  assert.match(
    (await visitor.post(cancel, { sure: "1" })).text,
    /The class has returned to your pack/,
    "a reload is no error",
  );
  assert.equal((await visitor.get(cancel)).status, 410);
  assert.match(
    (await visitor.get("/me")).text,
    /Nothing booked\..*Past and cancelled Pilates Class .* Cancelled.*5 of 5 classes left/,
  );

  const other = await t.visitor().post(`/classes/${classId}/book`, { ...person(2), pay: packId });
  assert.deepEqual([other.status, other.text.includes("This pack can’t be used")], [401, true]);
});
