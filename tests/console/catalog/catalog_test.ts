/** The catalog as a whole: empty, and another studio's. */
import assert from "node:assert/strict";
import { formOf, signIn } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";

const SERVICES = "/console/settings/services";
const INSTRUCTORS = "/console/settings/instructors";
const PACKS = "/console/settings/packs";
const CLOSURES = "/console/settings/closures";

Deno.test("a studio without services, instructors, packs and closures is shown how to begin, in its own currency", async () => {
  await using t = await studio();
  const other = await addStudio(t, { onboarded: false });
  await other.manage("PATCH", "provider", { currency: "jpy" });
  const owner = await signIn(t, other);
  assert.match(await owner.read(INSTRUCTORS), /Nobody yet\. A class needs no instructor/);
  assert.match(await owner.read(PACKS), /No packs yet\./);
  assert.match(await owner.read(CLOSURES), /No closures ahead\./);
  assert.match(await owner.read(`${SERVICES}/new`), /Price in JPY For one seat\. 0 is free, else at least ¥50\./);
  assert.equal((await owner.submit(`${SERVICES}/new`, { name: "Yoga", priceCents: "2,500" })).status, 303);
  assert.equal(
    (await other.manage("GET", "services")).body.items.find((one: { name: string }) => one.name === "Yoga").priceCents,
    2500,
  );
  assert.match(await owner.read(SERVICES), /Yoga 60 minutes, 10 seats, ¥2,500/);
  assert.equal((await owner.submit(`${SERVICES}/new`, { name: "Yoga", priceCents: "2500.50" })).status, 400);
});

Deno.test("another studio's services, instructors, packs and closures are nothing here", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const owner = await signIn(t, t.studio);
  const made = {
    instructor: (await other.manage("POST", "instructors", { name: "Hers" })).body.id,
    pack: (await other.manage("POST", "package-types", { name: "Hers", sessionsTotal: 5, priceCents: 9000 })).body.id,
    closure: (await other.manage("POST", "blackouts", {
      label: "Hers",
      startsAt: "2026-05-20T00:00:00Z",
      endsAt: "2026-05-21T00:00:00Z",
    })).body.id,
  };
  const { csrf, once } = Object.fromEntries(formOf((await owner.page(INSTRUCTORS)).text, INSTRUCTORS));
  const body = new URLSearchParams({
    csrf,
    once,
    name: "Stolen",
    durationMin: "60",
    priceCents: "20",
    capacity: "5",
    sessionsTotal: "5",
    active: "",
  }).toString();
  const paths: [string, boolean][] = [
    [`${SERVICES}/${other.serviceId}`, true],
    [`${INSTRUCTORS}/${made.instructor}`, true],
    [`${PACKS}/${made.pack}`, true],
    [`${PACKS}/${made.pack}/sale`, false],
    [`${CLOSURES}/${made.closure}/delete`, true],
    [`${SERVICES}/svc-none`, true],
  ];
  for (const [path, shows] of paths) {
    if (shows) assert.equal((await owner.send("GET", path)).status, 404, path);
    assert.equal((await owner.send("POST", path, body)).status, 404, path);
  }
  assert.equal((await other.manage("GET", "services")).body.items[0].name, "Pilates Class");
  assert.equal((await other.manage("GET", "instructors")).body.items[0].name, "Hers");
  const [pack] = (await other.manage("GET", "package-types")).body.items;
  assert.equal(`${pack.name} ${pack.active}`, "Hers true");
  assert.equal((await other.manage("GET", "blackouts")).body.items.length, 1);
});
