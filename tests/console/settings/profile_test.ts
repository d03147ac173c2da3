/** The studio's profile. */
import assert from "node:assert/strict";
import { formOf, readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";

const SETTINGS = "/console/settings";
const PROFILE = `${SETTINGS}/profile`;
const NASTY = `<b>"Studio" & Co’s</b>`;

type World = Awaited<ReturnType<typeof studio>>;
const providerOf = async (t: World) => (await t.studio.manage("GET", "provider")).body;

Deno.test("the profile shows what is stored, and saves it whole", async () => {
  await using t = await studio({ cancelWindowHours: 12 });
  const owner = await signIn(t, t.studio);
  const before = await providerOf(t);
  const page = await owner.page(PROFILE);
  const shown = readable(page.text);
  assert.match(
    shown,
    new RegExp(`Handle ${t.studio.handle} Your website and your clients’ links name you by it, so it can’t change`),
  );
  assert.match(shown, /Clients can cancel and are refunded until 12 hours before the class\. 0: until it begins/);
  assert.ok(shown.includes(`If you change it, we notify ${before.email}.`));
  // As it stands, it changes nothing, and says nothing of changes.
  const same = await owner.submit(PROFILE);
  assert.equal(same.to, `${PROFILE}?done=saved`);
  assert.equal(readable((await owner.follow(same)).text).match(/Saved\.(.*?)Name/)![1].trim(), "");
  const { updatedAt: _, ...kept } = await providerOf(t);
  assert.equal(JSON.stringify(kept), JSON.stringify(before));

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
  assert.equal(now.displayName, NASTY);
  assert.equal(now.bio, "One\nTwo");
  assert.equal(now.avatarKey, "avatars/1.png");
  assert.equal(now.cancelWindowHours, 0);
  assert.equal(now.giftCardValidDays, 365);
  assert.equal(now.handle, t.studio.handle);
  assert.ok(readable(after.text).includes("until the class begins.") && !after.text.includes("<b>"));
  await owner.submit(PROFILE, { giftCardValidDays: "", bio: " ", avatarKey: "" });
  const emptied = await providerOf(t);
  assert.equal(emptied.giftCardValidDays, null);
  assert.equal(emptied.bio, null);
  assert.equal(emptied.avatarKey, null);
  await t.settle();
  assert.equal(t.mailer.of("owner_email_changed").length, 0, "nothing was said of an address that stayed");
});

Deno.test("mistakes in the profile are shown beside their field, input stays, and nothing changes", async () => {
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
  assert.equal(got.status, 400);
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
  ) assert.ok(shown.includes(says), `${says} in ${shown}`);
  const fields = Object.fromEntries(formOf(got.text, PROFILE));
  for (const name of ["displayName", "email", "bio", "cancelWindowHours", "giftCardValidDays"] as const) {
    assert.equal(fields[name], typed[name], name);
  }
  assert.equal(fields.timezone, before.timezone, "the stored choice, not the first of the list");
  assert.equal(fields.currency, before.currency);
  assert.ok(!got.text.includes("<b>"));
  assert.equal(JSON.stringify(await providerOf(t)), JSON.stringify(before));
  for (const hours of ["-1", "8761", "1.5", ""]) {
    assert.equal((await owner.submit(PROFILE, { cancelWindowHours: hours })).status, 400, hours);
  }
  assert.equal(JSON.stringify(await providerOf(t)), JSON.stringify(before));
});

Deno.test("the old address is notified of a new one, and is where sign-in links go", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { email } = await providerOf(t);
  const saved = await owner.submit(PROFILE, { email: " New@Studio.example " });
  assert.match(
    readable((await owner.follow(saved)).text),
    /Saved\. Sign-in links go to new@studio\.example from now on\. The old address is notified\./,
  );
  await t.settle();
  const [told, ...more] = t.mailer.of("owner_email_changed");
  assert.equal(more.length, 0);
  assert.equal(told.to, email);
  assert.match(told.text, /New address: new@studio\.example/);
  assert.match(told.text, /Changed: Monday, May 11, 2026, 10:00 AM CDT/);
  // The same form once more changes nothing, so it tells nobody.
  await owner.submit(PROFILE, { email: "new@studio.example" });
  await t.settle();
  assert.equal(t.mailer.of("owner_email_changed").length, 1);
  // The API tells it too.
  await t.studio.manage("PATCH", "provider", { email: "third@studio.example" });
  await t.settle();
  assert.equal(t.mailer.of("owner_email_changed", "new@studio.example").length, 1);
  await signIn(t, t.studio);
  assert.equal(t.mailer.of("owner_signin_link").at(-1)!.to, "third@studio.example");
});

Deno.test("a new time zone says that hours change, and they do", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const id = await t.studio.addClass({ inHours: 5 });
  const { scheduledAt } = await t.studio.class(id);
  assert.match(await owner.read("/console"), /3:00 PM/);
  const saved = await owner.submit(PROFILE, { timezone: "America/New_York" });
  const page = await owner.follow(saved);
  assert.match(
    readable(page.text),
    /Classes and closures stay at the same moment, so other hours are shown for them now\./,
  );
  assert.match(readable((await owner.page("/console")).text), /4:00 PM/);
  assert.equal((await t.studio.class(id)).scheduledAt, scheduledAt);
  assert.match(page.text, /<option value="America\/New_York" selected/);
  // An older name of a zone, set by the API, stays chosen.
  await t.studio.manage("PATCH", "provider", { timezone: "Asia/Calcutta" });
  assert.match((await owner.page(PROFILE)).text, /<option value="Asia\/Calcutta" selected/);
});

Deno.test("the currency changes until the first client goes to pay, and says what that means", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const page = await owner.follow(await owner.submit(PROFILE, { currency: "eur" }));
  assert.match(readable(page.text), /Prices kept their figures: what was \$20\.00 is €20\.00 now\./);
  assert.equal((await providerOf(t)).currency, "eur");
  await owner.submit(PROFILE, { currency: "usd" });
  await t.studio.hold(await t.studio.addClass());
  const fixed = await owner.page(PROFILE);
  assert.match(
    readable(fixed.text),
    /Currency USD, US Dollar Payments and gift cards are on record in it, so it can’t change\./,
  );
  assert.ok(!fixed.text.includes('name="currency"'));
  // A form from before, or one made by hand, does not change it either.
  assert.equal((await owner.submit(PROFILE, { currency: "eur" })).status, 303);
  assert.equal((await providerOf(t)).currency, "usd");
  assert.ok(!(await owner.read(`${PROFILE}?done=saved-currency&was=<b>`)).includes("<b>"));
});
