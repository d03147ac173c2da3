/** The list of settings. */
import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";

const SETTINGS = "/console/settings";
const NASTY = `<b>"Studio" & Co’s</b>`;

type World = Awaited<ReturnType<typeof studio>>;
const providerOf = async (t: World) => (await t.studio.manage("GET", "provider")).body;

Deno.test("the settings are a list that says what is there, and signs out", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { email } = await providerOf(t);
  assert.match(
    await owner.read(SETTINGS),
    new RegExp(
      `Settings Profile ${email}, America/Chicago, USD Services 1 service Instructors None yet Packs None yet ` +
        "Closures None ahead Waitlists You choose who gets an open seat Messages What your clients and you are mailed API keys 1 key Webhooks None yet Devices Signed in here only Sign out",
    ),
  );
  for (const name of ["Sarah Lee", "Mia", "Zoë", NASTY]) await t.studio.manage("POST", "instructors", { name });
  await t.studio.manage("POST", "package-types", { name: "A", sessionsTotal: 5, priceCents: 9000 });
  await t.studio.manage("POST", "package-types", { name: "B", sessionsTotal: 5, priceCents: 9000, active: false });
  const closure = (days: number, label: string) =>
    t.studio.manage("POST", "blackouts", {
      label,
      startsAt: iso(t.clock.now() + days * DAY),
      endsAt: iso(t.clock.now() + (days + 1) * DAY),
    });
  await closure(-5, "Over");
  await closure(9, "Holiday");
  await t.studio.manage("DELETE", `api-keys/${t.studio.keyId}`);
  await signIn(t, t.studio);
  const page = await owner.page(SETTINGS);
  assert.match(
    readable(page.text),
    /and 1 more Packs 1 of 2 on sale Closures Next: Holiday, Wed, May 20 Waitlists .* Messages/,
  );
  assert.match(
    readable(page.text),
    /API keys None yet\. Your website needs one\. Webhooks None yet Devices Signed in on 2 devices/,
  );
  assert.ok(!page.text.includes("<b>"));
  for (const [, path] of page.text.matchAll(/href="(\/console\/settings\/[a-z]+)"/g)) await owner.page(path);

  assert.equal((await owner.submit(SETTINGS, {}, "/console/signout")).to, "/console/signin");
  assert.equal((await owner.send("GET", SETTINGS)).to, "/console/signin?next=%2Fconsole%2Fsettings");
});
