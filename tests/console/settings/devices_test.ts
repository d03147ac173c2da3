/** The devices that are signed in. */
import assert from "node:assert/strict";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { formOf, Owner, readable, signIn, signinPath } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";

const SETTINGS = "/console/settings";
const DEVICES = `${SETTINGS}/devices`;
type World = Awaited<ReturnType<typeof studio>>;
const providerOf = async (t: World) => (await t.studio.manage("GET", "provider")).body;

Deno.test("devices are listed, this one marked, and signed out one by one or all others at once", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match(await owner.read(DEVICES), /A browser This device Signed in Mon, May 11, 10:00 AM Sign out/);
  assert.ok(!(await owner.read(DEVICES)).includes("everywhere else"));

  t.clock.advance(MINUTE);
  const { email } = await providerOf(t);
  const visitor = new Owner(t, t.studio, "");
  await visitor.send("POST", "/console/signin", new URLSearchParams({ email }).toString());
  await t.settle();
  const opened = await visitor.send("POST", signinPath(t), "", {
    "user-agent": "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Version/17.0 Safari/604.1",
  });
  const phone = new Owner(t, t.studio, opened.headers.get("set-cookie")!.split(";")[0]);
  const third = await signIn(t, t.studio);
  assert.match(await owner.read(DEVICES), /Safari on iPhone Used within the last hour Signed in Mon, May 11, 10:01 AM/);
  t.clock.advance(3 * HOUR);
  assert.match(await owner.read(DEVICES), /Safari on iPhone Last used around today, 10:01 AM/);
  assert.equal((await phone.send("GET", "/console")).status, 200);
  assert.match(await owner.read(DEVICES), /Safari on iPhone Used within the last hour/);
  t.clock.advance(2 * DAY);
  assert.match(await owner.read(DEVICES), /Safari on iPhone Last used Mon, May 11/);

  const { text } = await owner.page(DEVICES);
  const path = /iPhone<\/strong>[\s\S]*?action="([^"]+signout)"/.exec(text)![1];
  const out = await owner.submit(DEVICES, {}, path);
  assert.match(readable((await owner.follow(out)).text), /That device is signed out\./);
  assert.equal((await phone.send("GET", "/console")).to, "/console/signin");
  assert.equal((await third.send("GET", "/console")).status, 200);
  assert.equal(
    (await owner.send("POST", path, new URLSearchParams(formOf(text, path)).toString())).status,
    303,
    "twice",
  );

  const all = await owner.submit(DEVICES, {}, `${DEVICES}/others`);
  assert.match(readable((await owner.follow(all)).text), /Every other device is signed out\./);
  assert.equal((await third.send("GET", "/console")).to, "/console/signin");
  assert.equal((await owner.send("GET", "/console")).status, 200);
});

Deno.test("nobody signs out another studio's device", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const stranger = await signIn(t, other);
  const second = await signIn(t, other);
  const owner = await signIn(t, t.studio);
  const path = /action="(\/console\/settings\/devices\/[^"]+\/signout)"/.exec((await stranger.page(DEVICES)).text)![1];
  const body = new URLSearchParams(formOf((await owner.page(DEVICES)).text, "/console/signout")).toString();
  assert.equal((await owner.send("POST", path, body)).status, 404);
  assert.equal((await owner.send("POST", `${DEVICES}/others`, body)).status, 303);
  for (const one of [stranger, second]) assert.equal((await one.send("GET", "/console")).status, 200);
});
