/** Services at the console: created, changed. */
import assert from "node:assert/strict";
import { formOf, readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { bodyOf, itemsOf } from "./catalog_records.ts";

const SERVICES = "/console/settings/services";
const NASTY = `<b>"Flow" & Co’s</b>`;

Deno.test("a new service begins with sensible figures, and leads on to the schedule", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const blank = Object.fromEntries(formOf((await owner.page(`${SERVICES}/new`)).text, `${SERVICES}/new`));
  assert.equal(blank.durationMin, "60");
  assert.equal(blank.capacity, "10");
  assert.equal(blank.cancelWindowHours, "");
  assert.equal(blank.tipsEnabled, "on");
  const body = await bodyOf(owner, `${SERVICES}/new`, { name: ` ${NASTY} `, priceCents: "$35.50" });
  const [first, second] = await Promise.all([
    owner.send("POST", `${SERVICES}/new`, body),
    owner.send("POST", `${SERVICES}/new`, body),
  ]);
  assert.equal(second.to, first.to);
  const made = (await itemsOf(t, "services")).filter((one) => one.name === NASTY);
  assert.equal(made.length, 1, "a second click makes no second");
  const { id, ...values } = made[0];
  assert.equal(
    JSON.stringify(values),
    JSON.stringify({
      name: NASTY,
      durationMin: 60,
      priceCents: 3550,
      capacity: 10,
      cancelWindowHours: null,
      tipsEnabled: true,
    }),
  );
  const page = await owner.follow(first);
  assert.match(readable(page.text), /The service is created\. Put it on the schedule/);
  assert.match(page.text, new RegExp(`href="/console/classes/new\\?service=${id}"`));
  assert.ok(readable(page.text).includes(`${NASTY} 60 minutes, 10 seats, $35.50`) && !page.text.includes("<b>"));
});

Deno.test("mistakes in a service are shown beside their field, input stays, and nothing is made", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const count = (await itemsOf(t, "services")).length;
  const cases: [field: string, typed: string, says: RegExp][] = [
    ["name", "", /Fill this in\./],
    ["name", "x".repeat(121), /At most 120 characters\./],
    ["durationMin", "an hour", /Write a whole number, such as 60\./],
    ["durationMin", "0", /At least 1\./],
    ["durationMin", "1441", /At most 1440\./],
    ["durationMin", "", /Fill this in\./],
    ["priceCents", "", /Fill this in\./],
    ["priceCents", "free", /Write an amount, such as 20\.00, or 0 for free\./],
    ["priceCents", "20.005", /Write an amount, such as 20\.00, or 0 for free\./],
    ["priceCents", "-5", /Write an amount/],
    ["priceCents", "0.49", /Write 0 for free, or at least \$0\.50\./],
    ["priceCents", "1,000,000", /At most \$999,999\.99\./],
    ["capacity", "1.5", /Write a whole number, such as 10\./],
    ["capacity", "0", /At least 1\./],
    ["capacity", "10001", /At most 10000\./],
    ["cancelWindowHours", "-1", /At least 0\./],
    ["cancelWindowHours", "8761", /At most 8760\./],
  ];
  for (const [field, typed, says] of cases) {
    const got = await owner.submit(`${SERVICES}/new`, {
      name: "Flow",
      priceCents: "20",
      tipsEnabled: null,
      [field]: typed,
    });
    assert.equal(got.status, 400, `${field}: ${typed}`);
    const error = new RegExp(`<p class="error" id="${field}-error">([^<]*)<`).exec(got.text);
    assert.match(error![1], says, `${field}: ${typed}`);
    assert.equal(got.text.match(/aria-invalid="true"/g)!.length, 1, `${field}: ${typed}`);
    const fields = Object.fromEntries(formOf(got.text, `${SERVICES}/new`));
    assert.equal(fields[field], typed);
    assert.equal(fields.tipsEnabled, undefined, "the box that was unticked stays so");
  }
  assert.equal((await itemsOf(t, "services")).length, count);
});

Deno.test("a changed service is for classes to come; those made keep what they have", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const path = `${SERVICES}/${t.studio.serviceId}`;
  const classId = await t.studio.addClass();
  const page = await owner.page(path);
  assert.match(
    readable(page.text),
    /Classes already on the schedule keep their name, length, price and seats\. .*cancellation and tips apply to them too/,
  );
  assert.equal(Object.fromEntries(formOf(page.text, path)).priceCents, "20.00");
  const saved = await owner.submit(path, {
    name: "Renamed",
    priceCents: "0",
    durationMin: "75",
    capacity: "1",
    cancelWindowHours: "1",
    tipsEnabled: null,
  });
  assert.match(
    readable((await owner.follow(saved)).text),
    /Saved\. Classes created from now on begin with it\. Renamed 75 minutes, 1 seat, Free, free cancellation until 1 hour before the class, no tips/,
  );
  const old = await t.studio.class(classId);
  assert.equal(`${old.nameSnapshot} ${old.durationMin} ${old.priceCents} ${old.capacity}`, "Pilates Class 50 2000 6");
  const fresh = await t.studio.class(await t.studio.addClass());
  assert.equal(`${fresh.nameSnapshot} ${fresh.durationMin} ${fresh.priceCents} ${fresh.capacity}`, "Renamed 75 0 1");
  assert.equal((await owner.submit(path, { name: "" })).status, 400);
  assert.equal((await itemsOf(t, "services"))[0].name, "Renamed");
});
