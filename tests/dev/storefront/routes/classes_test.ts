import assert from "node:assert/strict";
import { HOUR } from "../../../../src/domain/time.ts";
import { jane, storefront } from "../visitor.ts";

Deno.test("the classes of two weeks by day, with seats in words, closures, and the way to the next weeks", async () => {
  await using t = await storefront();
  await t.studio.manage("POST", "blackouts", {
    label: "Closed for a workshop",
    startsAt: "2026-05-13T05:00:00.000Z",
    endsAt: "2026-05-14T05:00:00.000Z",
    allDay: true,
    kind: "holiday",
  });
  await t.studio.addClass({ inHours: 3, capacity: 1 });
  await t.studio.addClass({ inHours: 24, capacity: 3, priceCents: 0 });
  await t.studio.addClass({ inHours: 20 * 24 });
  const full = await t.studio.addClass({ inHours: 25, capacity: 1, priceCents: 0 });
  await t.studio.book(full, jane);
  const home = await t.visitor().get("/");
  assert.equal(home.status, 200);
  assert.match(home.text, /Today, Monday, May 11 1:00 PM Pilates Class 50 minutes, \$20 Last seat Book/);
  assert.match(home.text, /Tomorrow, Tuesday, May 12 10:00 AM Pilates Class 50 minutes, free 3 seats left Book/);
  assert.match(
    home.text,
    /11:00 AM Pilates Class 50 minutes, \$20|11:00 AM Pilates Class 50 minutes, free Full Join waitlist/,
  );
  assert.match(home.text, /Wednesday, May 13 Closed for a workshop, all day\./);
  assert.match(home.text, /Thursday, May 14 No classes\./);
  assert.match(home.text, /Times are Chicago time\./);
  assert.ok(home.text.includes("Sunday, May 24") && !home.text.includes("Monday, May 25"));
  assert.ok(!home.text.includes("Previous two weeks"));
  const next = await t.visitor().get(/href="(\/\?from=[^"]+)"/.exec(home.html)![1]);
  assert.match(next.text, /Monday, May 25.*Sunday, May 31 10:00 AM Pilates Class/);
  assert.match(next.html, /<a class="button" href="\/">‹ Previous two weeks/);
  for (const odd of ["2020-01-01", "2026-02-31", "9999-01-01", "x"]) {
    assert.match((await t.visitor().get(`/?from=${odd}`)).text, /Today, Monday, May 11/);
  }
});

Deno.test("classes that are over, cancelled or never were have pages that say so", async () => {
  await using t = await storefront();
  const [over, cancelled] = [await t.studio.addClass({ inHours: 1 }), await t.studio.addClass()];
  await t.studio.manage("POST", `classes/${cancelled}/cancel`);
  t.clock.advance(2 * HOUR);
  for (const method of ["get", "post"] as const) {
    for (const [id, status, says] of [[over, 410, /already started/], [cancelled, 410, /was cancelled/]] as const) {
      const seen = await t.visitor()[method](`/classes/${id}/book`, { ...jane });
      assert.equal(seen.status, status);
      assert.match(seen.text, says);
    }
    assert.equal((await t.visitor()[method]("/classes/class-none/book", { ...jane })).status, 404);
  }
  const nowhere = await t.visitor().get("/nowhere");
  assert.deepEqual([nowhere.status, nowhere.text.includes("There is no such page.")], [404, true]);
});
