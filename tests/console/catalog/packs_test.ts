/** Packs at the console: created, changed, on and off sale. */
import assert from "node:assert/strict";
import { formOf, readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { bodyOf, itemsOf } from "./catalog_records.ts";

const PACKS = "/console/settings/packs";
const NASTY = `<b>"Flow" & Co’s</b>`;

Deno.test("packs are made, changed, and go off and on sale; what was sold stays", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const body = await bodyOf(owner, `${PACKS}/new`, { name: "Five", priceCents: "90" });
  const made = await owner.send("POST", `${PACKS}/new`, body);
  await owner.send("POST", `${PACKS}/new`, body);
  assert.match(
    readable((await owner.follow(made)).text),
    /The pack is on sale\. .*On sale Five 5 classes, \$90\.00, valid for 180 days/,
  );
  const [{ id, ...pack }, ...more] = await itemsOf(t, "package-types");
  assert.equal(more.length, 0);
  assert.equal(
    JSON.stringify(pack),
    JSON.stringify({ name: "Five", sessionsTotal: 5, priceCents: 9000, validDays: 180, active: true }),
  );
  const start = () =>
    t.studio.call("POST", "/api/packages/start", { packageTypeId: id, handle: t.studio.handle, ...person(1) });
  assert.equal((await start()).status, 200);

  const off = await owner.submit(PACKS, { active: "" }, `${PACKS}/${id}/sale`);
  assert.match(
    readable((await owner.follow(off)).text),
    /Off sale: nobody can buy it from now on\. .*On sale None\. Not on sale Five/,
  );
  assert.ok((await start()).status >= 400);
  const on = await owner.submit(PACKS, { active: "on" }, `${PACKS}/${id}/sale`);
  assert.match(readable((await owner.follow(on)).text), /On sale again\./);
  assert.equal((await start()).status, 200);

  const path = `${PACKS}/${id}`;
  assert.match(await owner.read(path), /Packs already sold stay as they are\./);
  const saved = await owner.submit(path, { name: NASTY, validDays: "", sessionsTotal: "1", active: null });
  const page = await owner.follow(saved);
  assert.ok(readable(page.text).includes(`${NASTY} 1 class, $90.00, never expires`) && !page.text.includes("<b>"));
  assert.match(
    readable(
      (await owner.follow(await owner.submit(`${PACKS}/new`, { name: "Off", priceCents: "9", active: null }))).text,
    ),
    /It is not on sale yet\./,
  );

  const cases: [field: string, typed: string, says: RegExp][] = [
    ["name", "", /Fill this in\./],
    ["sessionsTotal", "0", /At least 1\./],
    ["sessionsTotal", "1001", /At most 1000\./],
    ["sessionsTotal", "", /Fill this in\./],
    ["priceCents", "0", /At least \$0\.50\./],
    ["priceCents", "", /Fill this in\./],
    ["validDays", "half a year", /Write a whole number, such as 180\./],
    ["validDays", "3651", /At most 3650\./],
  ];
  const before = JSON.stringify(await itemsOf(t, "package-types"));
  for (const [field, typed, says] of cases) {
    for (const at of [path, `${PACKS}/new`]) {
      const got = await owner.submit(at, { name: "Five", priceCents: "9", [field]: typed });
      assert.equal(got.status, 400, `${field}: ${typed}`);
      assert.match(new RegExp(`id="${field}-error">([^<]*)<`).exec(got.text)![1], says, `${field}: ${typed}`);
      assert.equal(Object.fromEntries(formOf(got.text, at))[field], typed);
    }
  }
  assert.equal(JSON.stringify(await itemsOf(t, "package-types")), before);
});
