/** Closures at the console: created, deleted, and the classes within them. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { bodyOf, itemsOf } from "./catalog_records.ts";

const CLOSURES = "/console/settings/closures";
const NASTY = `<b>"Flow" & Co’s</b>`;

Deno.test("a closure of whole days lasts from the first midnight to the last, on the studio's clock", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const filled = { label: "Closed for Memorial Day", from: "2026-05-25", to: "2026-05-26" };
  const body = await bodyOf(owner, `${CLOSURES}/new`, filled);
  const made = await owner.send("POST", `${CLOSURES}/new`, body);
  assert.equal((await owner.send("POST", `${CLOSURES}/new`, body)).status, 303);
  assert.match(
    readable((await owner.follow(made)).text),
    /The closure is created\. Closed for Memorial Day Mon, May 25 to Tue, May 26, all day/,
  );
  const [{ id: _, ...one }, ...more] = await itemsOf(t, "blackouts");
  assert.equal(more.length, 0);
  assert.equal(
    JSON.stringify(one),
    JSON.stringify({
      label: "Closed for Memorial Day",
      startsAt: "2026-05-25T05:00:00.000Z",
      endsAt: "2026-05-27T05:00:00.000Z",
      allDay: true,
      kind: "closure",
    }),
  );
  // One day, and the day on which clocks change is 25 hours long.
  await owner.submit(`${CLOSURES}/new`, { label: "One day", from: "2026-11-01", to: "" });
  const day = (await itemsOf(t, "blackouts")).find((of) => of.label === "One day");
  assert.equal(`${day.startsAt} ${day.endsAt}`, "2026-11-01T05:00:00.000Z 2026-11-02T06:00:00.000Z");
  assert.match(await owner.read(CLOSURES), /One day Sun, Nov 1, all day/);
  assert.match((await owner.page(`${CLOSURES}/new?date=2026-06-03`)).text, /id="from" name="from" value="2026-06-03"/);
});

Deno.test("a closure of some hours is in the studio's time, over midnight too", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const of = { length: "hours", from: "2026-05-20", fromTime: "12:00", to: "", toTime: "14:30" };
  await owner.submit(`${CLOSURES}/new`, { label: NASTY, ...of });
  const page = await owner.page(CLOSURES);
  assert.ok(readable(page.text).includes(`${NASTY} Wed, May 20, 12:00 – 2:30 PM`), readable(page.text));
  assert.ok(!page.text.includes("<b>"));
  const [one] = await itemsOf(t, "blackouts");
  assert.equal(
    `${one.startsAt} ${one.endsAt} ${one.allDay}`,
    "2026-05-20T17:00:00.000Z 2026-05-20T19:30:00.000Z false",
  );
  await owner.submit(`${CLOSURES}/new`, {
    label: "Night",
    ...of,
    to: "2026-05-21",
    fromTime: "22:00",
    toTime: "06:00",
  });
  assert.match(await owner.read(CLOSURES), /Night Wed, May 20, 10:00 PM – Thu, May 21, 6:00 AM/);
});

Deno.test("mistakes in a closure are shown beside their field, and none is made", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const days = { length: "days", label: "Closed", from: "2026-05-25", to: "2026-05-26", fromTime: "", toTime: "" };
  const hours = { ...days, length: "hours", to: "", fromTime: "12:00", toTime: "14:00" };
  const cases: [fields: typeof days, field: string, says: RegExp][] = [
    [{ ...days, label: " " }, "label", /Fill this in\./],
    [{ ...days, from: "" }, "from", /Choose a date\./],
    [{ ...days, from: "2026-02-30" }, "from", /Write a date, such as/],
    [{ ...days, to: "tomorrow" }, "to", /Write a date, such as/],
    [{ ...days, to: "2026-05-24" }, "to", /The last day comes before the first\./],
    [{ ...hours, fromTime: "" }, "fromTime", /Choose a time\./],
    [{ ...hours, toTime: "2 pm" }, "toTime", /Write a time, such as 14:30\./],
    [{ ...hours, toTime: "12:00" }, "toTime", /before the beginning\. If it is on the next day, choose that/],
    [{ ...hours, to: "2026-05-24" }, "toTime", /The end comes before the beginning\./],
  ];
  for (const [fields, field, says] of cases) {
    const got = await owner.submit(`${CLOSURES}/new`, fields);
    assert.equal(got.status, 400, `${field}: ${says}`);
    assert.match(new RegExp(`id="${field}-error">([^<]*)<`).exec(got.text)![1], says);
    const kept = Object.fromEntries(formOf(got.text, `${CLOSURES}/new`));
    for (const [name, value] of Object.entries(fields)) assert.equal(kept[name], value, name);
  }
  assert.equal((await itemsOf(t, "blackouts")).length, 0);
});

Deno.test("classes that stand in a closure's time are shown before it is made, and stay", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  // Now it is 10 AM on Monday, May 11.
  const during = await t.studio.addClass({ inHours: 50 });
  const into = await t.studio.addClass({ inHours: 37.5 });
  const cancelled = await t.studio.addClass({ inHours: 51 });
  const after = await t.studio.addClass({ inHours: 62 });
  await t.studio.manage("POST", `classes/${cancelled}/cancel`);
  await t.studio.seat(during);
  const fields = { label: "Closed", from: "2026-05-13", to: "2026-05-13" };
  const asked = await owner.submit(`${CLOSURES}/new`, fields);
  assert.equal(asked.status, 200);
  assert.match(readable(asked.text), /2 classes are scheduled then\. A closure does not cancel them\./);
  assert.match(readable(asked.text), /Pilates Class , Wed, May 13, 12:00 – 12:50 PM, 1 of 6 booked/);
  assert.match(readable(asked.text), /Create closure, keep the 2 classes/);
  const linked = [...asked.text.matchAll(/href="\/console\/classes\/(class-[^"]+)"/g)].map(([, id]) => id);
  assert.equal(linked.sort().join(), [during, into].sort().join());
  assert.ok(!linked.includes(after));
  assert.equal((await itemsOf(t, "blackouts")).length, 0, "only asked");

  // Other days were not shown, so they are asked about again.
  const form = formOf(asked.text, `${CLOSURES}/new`);
  const changed = new URLSearchParams([...form.filter(([name]) => name !== "to"), ["to", "2026-05-14"]]).toString();
  const again = await owner.send("POST", `${CLOSURES}/new`, changed);
  assert.equal(again.status, 200);
  assert.match(readable(again.text), /3 classes are scheduled then/);
  const sure = new URLSearchParams(form).toString();
  const made = await owner.send("POST", `${CLOSURES}/new`, sure);
  assert.equal(made.to, `${CLOSURES}?done=made`);
  assert.equal((await itemsOf(t, "blackouts")).length, 1);
  for (const id of [during, into]) assert.equal((await t.studio.class(id)).status, "Scheduled");
});

Deno.test("a closure is deleted after a question, and past ones are folded", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const made = await t.studio.manage("POST", "blackouts", {
    label: "Holiday",
    startsAt: iso(t.clock.now() + HOUR),
    endsAt: iso(t.clock.now() + 2 * HOUR),
  });
  const path = `${CLOSURES}/${made.body.id}/delete`;
  assert.match((await owner.page(CLOSURES)).text, new RegExp(`href="${path}"[^>]*data-dialog`));
  const page = await owner.page(path);
  assert.match(page.text, /<div data-dialog-body/);
  assert.match(
    readable(page.text),
    /Delete “Holiday”\? Mon, May 11, 11:00 AM – 12:00 PM\. .* Delete closure Keep closure/,
  );
  t.clock.advance(3 * HOUR);
  assert.match(await owner.read(CLOSURES), /No closures ahead\. .* 1 past closure Holiday/);
  const body = await bodyOf(owner, path, {});
  assert.equal((await owner.send("POST", path, body)).to, `${CLOSURES}?done=deleted`);
  assert.match(await owner.read(`${CLOSURES}?done=deleted`), /The closure is deleted\./);
  assert.equal((await itemsOf(t, "blackouts")).length, 0);
  assert.equal((await owner.send("POST", path, body)).to, `${CLOSURES}?done=deleted`, "a second click says the same");
  assert.equal((await owner.send("GET", path)).status, 404);
});
