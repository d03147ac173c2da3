import { match, ok as truth, strictEqual as equal } from "node:assert";
import { DAY, HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import { formOf, Owner, readable, signIn, signinPath } from "../support/console.ts";
import { addStudio, studio } from "../support/studio.ts";

const SETTINGS = "/console/settings";
const PROFILE = `${SETTINGS}/profile`;
const DEVICES = `${SETTINGS}/devices`;
const NASTY = `<b>"Studio" & Co’s</b>`;

type World = Awaited<ReturnType<typeof studio>>;
const providerOf = async (t: World) => (await t.studio.manage("GET", "provider")).body;

Deno.test("the settings are a list that says what is there, and signs out", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { email } = await providerOf(t);
  match(
    await owner.read(SETTINGS),
    new RegExp(
      `Settings Profile ${email}, America/Chicago, USD Services 1 service Instructors None yet Packs None yet ` +
        "Closures None ahead Messages What your clients and you are mailed API keys 1 key Devices Signed in here only Sign out",
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
  match(readable(page.text), /and 1 more Packs 1 of 2 on sale Closures Next: Holiday, Wed, May 20 Messages/);
  match(readable(page.text), /API keys None yet\. Your website needs one\. Devices Signed in on 2 devices/);
  truth(!page.text.includes("<b>"));
  for (const [, path] of page.text.matchAll(/href="(\/console\/settings\/[a-z]+)"/g)) await owner.page(path);

  equal((await owner.submit(SETTINGS, {}, "/console/signout")).to, "/console/signin");
  equal((await owner.send("GET", SETTINGS)).to, "/console/signin?next=%2Fconsole%2Fsettings");
});

Deno.test("the profile shows what is stored, and saves it whole", async () => {
  await using t = await studio({ cancelWindowHours: 12 });
  const owner = await signIn(t, t.studio);
  const before = await providerOf(t);
  const page = await owner.page(PROFILE);
  const shown = readable(page.text);
  match(
    shown,
    new RegExp(`Handle ${t.studio.handle} Your website and your clients’ links name you by it, so it can’t change`),
  );
  match(shown, /Clients can cancel and are refunded until 12 hours before the class\. 0: until it begins/);
  truth(shown.includes(`If you change it, we notify ${before.email}.`));
  // As it stands, it changes nothing, and says nothing of changes.
  const same = await owner.submit(PROFILE);
  equal(same.to, `${PROFILE}?done=saved`);
  equal(readable((await owner.follow(same)).text).match(/Saved\.(.*?)Name/)![1].trim(), "");
  const { updatedAt: _, ...kept } = await providerOf(t);
  equal(JSON.stringify(kept), JSON.stringify(before));

  const saved = await owner.submit(PROFILE, {
    displayName: `  ${NASTY} `,
    bio: "One\r\nTwo",
    avatarKey: "avatars/1.png",
    cancelWindowHours: "0",
    giftCardValidDays: "365",
    handle: "stolen",
  });
  const after = await owner.follow(saved);
  const now = await providerOf(t);
  equal(now.displayName, NASTY);
  equal(now.bio, "One\nTwo");
  equal(now.avatarKey, "avatars/1.png");
  equal(now.cancelWindowHours, 0);
  equal(now.giftCardValidDays, 365);
  equal(now.handle, t.studio.handle);
  truth(readable(after.text).includes("until the class begins.") && !after.text.includes("<b>"));
  await owner.submit(PROFILE, { giftCardValidDays: "", bio: " ", avatarKey: "" });
  const emptied = await providerOf(t);
  equal(emptied.giftCardValidDays, null);
  equal(emptied.bio, null);
  equal(emptied.avatarKey, null);
  await t.settle();
  equal(t.mailer.of("owner_email_changed").length, 0, "nothing was said of an address that stayed");
});

Deno.test("mistakes in the profile are told beside their field, input stays, and nothing changes", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const before = await providerOf(t);
  const typed = {
    displayName: "",
    email: "nobody@studio",
    timezone: "Mars/Olympus",
    currency: "zzz",
    bio: "x".repeat(2001),
    cancelWindowHours: "a <b>day",
    giftCardValidDays: "0",
  };
  const got = await owner.submit(PROFILE, typed);
  equal(got.status, 400);
  const shown = readable(got.text);
  for (
    const says of [
      "Fill this in.",
      "This address is not complete: name@studio.com.",
      "Choose a time zone from the list.",
      "Choose a currency from the list.",
      "At most 2000 characters.",
      "Write a whole number, such as 24.",
      "At least 1.",
    ]
  ) truth(shown.includes(says), `${says} in ${shown}`);
  const fields = Object.fromEntries(formOf(got.text, PROFILE));
  for (const name of ["displayName", "email", "bio", "cancelWindowHours", "giftCardValidDays"] as const) {
    equal(fields[name], typed[name], name);
  }
  equal(fields.timezone, before.timezone, "the stored choice, not the first of the list");
  equal(fields.currency, before.currency);
  truth(!got.text.includes("<b>"));
  equal(JSON.stringify(await providerOf(t)), JSON.stringify(before));
  for (const hours of ["-1", "8761", "1.5", ""]) {
    equal((await owner.submit(PROFILE, { cancelWindowHours: hours })).status, 400, hours);
  }
  equal(JSON.stringify(await providerOf(t)), JSON.stringify(before));
});

Deno.test("a new address is told to the old one, and is where sign-in links go", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { email } = await providerOf(t);
  const saved = await owner.submit(PROFILE, { email: " New@Studio.example " });
  match(
    readable((await owner.follow(saved)).text),
    /Saved\. Sign-in links go to new@studio\.example from now on\. The old address is notified\./,
  );
  await t.settle();
  const [told, ...more] = t.mailer.of("owner_email_changed");
  equal(more.length, 0);
  equal(told.to, email);
  match(told.text, /New address: new@studio\.example/);
  match(told.text, /Changed: Monday, May 11, 2026, 10:00 AM CDT/);
  // The same form once more changes nothing, so it tells nobody.
  await owner.submit(PROFILE, { email: "new@studio.example" });
  await t.settle();
  equal(t.mailer.of("owner_email_changed").length, 1);
  // The API tells it too.
  await t.studio.manage("PATCH", "provider", { email: "third@studio.example" });
  await t.settle();
  equal(t.mailer.of("owner_email_changed", "new@studio.example").length, 1);
  await signIn(t, t.studio);
  equal(t.mailer.of("owner_signin_link").at(-1)!.to, "third@studio.example");
});

Deno.test("a new time zone says that hours change, and they do", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const id = await t.studio.addClass({ inHours: 5 });
  const { scheduledAt } = await t.studio.class(id);
  match(await owner.read("/console"), /3:00 PM/);
  const saved = await owner.submit(PROFILE, { timezone: "America/New_York" });
  const page = await owner.follow(saved);
  match(
    readable(page.text),
    /Classes and closures stay at the same moment, so other hours are shown for them now\./,
  );
  match(readable((await owner.page("/console")).text), /4:00 PM/);
  equal((await t.studio.class(id)).scheduledAt, scheduledAt);
  match(page.text, /<option value="America\/New_York" selected/);
  // An older name of a zone, set by the API, stays chosen.
  await t.studio.manage("PATCH", "provider", { timezone: "Asia/Calcutta" });
  match((await owner.page(PROFILE)).text, /<option value="Asia\/Calcutta" selected/);
});

Deno.test("the currency changes until the first client goes to pay, and says what that means", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const page = await owner.follow(await owner.submit(PROFILE, { currency: "eur" }));
  match(readable(page.text), /Prices kept their figures: what was \$20\.00 is €20\.00 now\./);
  equal((await providerOf(t)).currency, "eur");
  await owner.submit(PROFILE, { currency: "usd" });
  await t.studio.hold(await t.studio.addClass());
  const fixed = await owner.page(PROFILE);
  match(readable(fixed.text), /Currency USD, US Dollar Clients have gone to pay in it, .* so it can’t change\./);
  truth(!fixed.text.includes('name="currency"'));
  // A form from before, or one made by hand, does not change it either.
  equal((await owner.submit(PROFILE, { currency: "eur" })).status, 303);
  equal((await providerOf(t)).currency, "usd");
  truth(!(await owner.read(`${PROFILE}?done=saved-currency&was=<b>`)).includes("<b>"));
});

Deno.test("devices are listed, this one marked, and signed out one by one or all others at once", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  match(await owner.read(DEVICES), /A browser This device Signed in Mon, May 11, 10:00 AM Sign out/);
  truth(!(await owner.read(DEVICES)).includes("everywhere else"));

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
  match(await owner.read(DEVICES), /Safari on iPhone Used within the last hour Signed in Mon, May 11, 10:01 AM/);
  t.clock.advance(3 * HOUR);
  match(await owner.read(DEVICES), /Safari on iPhone Last used around today, 10:01 AM/);
  equal((await phone.send("GET", "/console")).status, 200);
  match(await owner.read(DEVICES), /Safari on iPhone Used within the last hour/);
  t.clock.advance(2 * DAY);
  match(await owner.read(DEVICES), /Safari on iPhone Last used Mon, May 11/);

  const { text } = await owner.page(DEVICES);
  const path = /iPhone<\/strong>[\s\S]*?action="([^"]+signout)"/.exec(text)![1];
  const out = await owner.submit(DEVICES, {}, path);
  match(readable((await owner.follow(out)).text), /That device is signed out\./);
  equal((await phone.send("GET", "/console")).to, "/console/signin");
  equal((await third.send("GET", "/console")).status, 200);
  equal((await owner.send("POST", path, new URLSearchParams(formOf(text, path)).toString())).status, 303, "twice");

  const all = await owner.submit(DEVICES, {}, `${DEVICES}/others`);
  match(readable((await owner.follow(all)).text), /Every other device is signed out\./);
  equal((await third.send("GET", "/console")).to, "/console/signin");
  equal((await owner.send("GET", "/console")).status, 200);
});

Deno.test("nobody signs out another studio's device", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const stranger = await signIn(t, other);
  const second = await signIn(t, other);
  const owner = await signIn(t, t.studio);
  const path = /action="(\/console\/settings\/devices\/[^"]+\/signout)"/.exec((await stranger.page(DEVICES)).text)![1];
  const body = new URLSearchParams(formOf((await owner.page(DEVICES)).text, "/console/signout")).toString();
  equal((await owner.send("POST", path, body)).status, 404);
  equal((await owner.send("POST", `${DEVICES}/others`, body)).status, 303);
  for (const one of [stranger, second]) equal((await one.send("GET", "/console")).status, 200);
});
