import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { at, read, seen } from "./read_sales.ts";

Deno.test("the charts say what they show, leave closed days out, and name the running day", async () => {
  await using t = await studio();
  const s = t.studio;
  at(t, "2026-05-04T15:00:00.000Z");
  const [monday, wednesday] = [await s.addClass({ capacity: 4, inHours: 1 }), await s.addClass({ inHours: 49 })];
  await s.seat(monday, person(1));
  await s.seat(monday, person(2));
  await s.seat(wednesday, person(1));
  const cancelled = await s.addClass({ capacity: 50, inHours: 2, priceCents: 0 });
  await s.manage("POST", `classes/${cancelled}/cancel`);
  for (const day of [5, 9]) {
    await s.manage("POST", "blackouts", {
      label: "Closed",
      startsAt: `2026-05-0${day}T05:00:00.000Z`,
      endsAt: iso(Date.parse(`2026-05-0${day}T05:00:00.000Z`) + DAY),
      allDay: true,
      kind: "holiday",
    });
  }
  at(t, "2026-05-06T15:00:00.000Z");
  const owner = await signIn(t, s);
  let { text } = await owner.page("/console/sales");
  let page = seen(text);
  assert.match(page, /May 1 to 6, 10:00 AM in Chicago\. US dollars, before Stripe’s fees\./);
  assert.match(page, /Best day: Monday, May 4, \$60\.00\. Today so far: \$0\.00\./);
  assert.match(
    page,
    /Seats filled, in classes that have begun\. Fullest: Monday, May 4, 2 of 4\. Closed May 5\.(?! Today)/,
    "what has not begun is neither filled nor on offer, and what was cancelled has no seats",
  );
  assert.match(page, /Seats filled 2 of 4, 50%/);
  for (const id of ["revenue", "attendance"]) {
    assert.match(text, new RegExp(`<h3 id="${id}">`));
    assert.match(
      text,
      new RegExp(`<svg viewBox="0 0 31 100" preserveAspectRatio="none" role="img" aria-labelledby="${id}">`),
    );
  }
  assert.equal(text.match(/<title>[A-Z][a-z]{2}, May/g)!.length, 2, "one for each bar");
  assert.match(text, /<rect class="bar" x="3\.2" y="0" width="\.7" height="100"><title>Mon, May 4: \$60\.00<\/title>/);
  assert.match(
    text,
    /<rect class="room" [^>]*><\/rect><rect class="bar" [^>]*><title>Mon, May 4: 2 of 4 seats<\/title>/,
  );
  assert.match(text, /<path class="grid" d="M0 0H31M0 50H31M0 100H31">/);
  assert.match(page, /\$60 \$30 \$0 Mon, May 4: \$60\.00 May 1 8 15 22 29 Attendance/);
  assert.ok(!/ style=/.test(text));
  // The same figures as a table.
  assert.match(
    page,
    /Mon, May 4 \$60\.00 2 4 Tue, May 5 Closed \$0\.00 0 0 Wed, May 6 So far \$0\.00 0 0 6 days \$60\.00 2 4/,
  );
  assert.match(text, /<button type="button" class="button icon" disabled aria-label="Month after: not begun">/);
  assert.match(text, /href="\/console\/sales\?month=2026-04" aria-label="Month before: April 2026"/);

  at(t, "2026-06-01T15:00:00.000Z");
  const later = await signIn(t, s);
  ({ text } = await later.page("/console/sales?month=2026-05"));
  page = seen(text);
  assert.match(page, /May 1 to 31 in Chicago\./);
  assert.match(page, /Closed May 5 and 9\./);
  assert.ok(!page.includes("Today so far"));
  assert.match(text, /href="\/console\/sales\?month=2026-06" aria-label="Month after: June 2026"/);
  assert.match(await read(later, "/console/sales"), /Nothing sold and no classes this month so far\./);
  assert.match(await read(later, "/console/sales?month=2025-02"), /Nothing sold in February 2025\. To this month/);
  for (const odd of ["2026-13", "2027-01", "x", "0001-01", "2026-06-01"]) {
    assert.match(await read(later, `/console/sales?month=${odd}`), /June 2026/, odd);
  }
});
