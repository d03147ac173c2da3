/// <reference lib="dom" />
/** The elements of `/embed.js` in Chromium, on a page of another origin whose policy allows them no more than they need. */
import assert from "node:assert/strict";
import { type OpenPage, shot, startBrowser } from "./browser.ts";
import { hostSite } from "./host_site.ts";
import { type RunningStudio, runningStudio } from "./running_studio.ts";
import { sound, soundInEveryLook } from "./sound.ts";

const PAGES = {
  "/book": '<alera-schedule key="KEY" handle="HANDLE" days="28"></alera-schedule>',
  "/packs": '<alera-packages key="KEY" handle="HANDLE"></alera-packages>',
  "/gift": '<alera-gift-card key="KEY" handle="HANDLE"></alera-gift-card>',
  "/me": '<alera-my-bookings key="KEY" handle="HANDLE"></alera-my-bookings>',
  "/wrong": '<alera-schedule key="alp_scul_wrong" handle="HANDLE"></alera-schedule>',
};

let running: RunningStudio | null = null;
async function studio(): Promise<RunningStudio> {
  return running ??= await runningStudio();
}
Deno.test.afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
});

async function owned<T>(s: RunningStudio, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${s.url}/api/manage/${path}`, {
    method,
    headers: { authorization: `Bearer ${s.demo.ownerToken}`, "content-type": "application/json" },
    body: body ? JSON.stringify(body) : null,
  });
  return answer.status === 204 ? null as T : await answer.json();
}

interface Managed {
  id: string;
  nameSnapshot: string;
  scheduledAt: string;
}

/** A class of this test alone, in three days and some. */
let hour = 0;
async function addClass(s: RunningStudio, more: Record<string, unknown> = {}): Promise<Managed> {
  const scheduledAt = new Date(Date.now() + 3 * 86_400_000 + ++hour * 60_000).toISOString();
  return await owned<Managed>(s, "POST", "classes", { serviceId: s.demo.serviceId, scheduledAt, capacity: 3, ...more });
}

const rowOf = (page: OpenPage, one: Managed) => page.locator(`li.timed:has(time[datetime="${one.scheduledAt}"])`);

async function introduce(page: OpenPage, name: string, phone: string): Promise<string> {
  const email = `${name.split(" ")[0].toLowerCase()}@embed.example`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel(/^Phone/).fill(phone);
  return email;
}

/** At the simulated checkout. */
async function pay(page: OpenPage, s: RunningStudio, button = "Pay"): Promise<void> {
  await page.waitForURL((url) => url.origin === s.simulatorUrl);
  await page.getByRole("button", { name: button, exact: true }).click();
}

Deno.test("a free class is booked, put into a calendar, and cancelled where it stands", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url });
  const free = await addClass(s, { priceCents: 0 });
  await page.goto("/book");
  const row = rowOf(page, free);
  await row.getByRole("button", { name: /^Book: / }).click();
  await introduce(page, "Freya Lind", "312 555 0101");
  await row.getByRole("button", { name: "Book, free" }).click();
  await row.getByText("You are booked. Check your email.").waitFor();
  const focus = await row.getByRole("status").evaluate((box) =>
    (box.getRootNode() as ShadowRoot).activeElement === box
  );
  assert.equal(focus, true);
  await sound(page, "a booked class");
  const download = page.waitForEvent("download");
  await row.getByRole("link", { name: "Add to calendar" }).click();
  const file = await Deno.readTextFile((await (await download).path())!);
  assert.match(file, /^BEGIN:VCALENDAR\r\n[\s\S]*UID:enr-[\w-]+@alera\r\n[\s\S]*END:VCALENDAR\r\n$/);
  const mail = await s.mail("freya@embed.example", "booking_confirmed");
  assert.ok(mail.text.includes(`${site.url}/book#/cancel/enr-`), mail.text);

  await row.getByRole("button", { name: "Cancel", exact: true }).click();
  await row.getByText("Nothing was paid.").waitFor();
  await row.getByRole("button", { name: "Keep booking" }).click();
  await row.getByText("You are booked. Check your email.").waitFor();
  await row.getByRole("button", { name: "Cancel", exact: true }).click();
  await row.getByRole("button", { name: "Cancel booking" }).click();
  await row.getByText("Your booking is cancelled.").waitFor();
  await s.mail("freya@embed.example", "booking_cancelled");
});

Deno.test("a paid class is paid at Checkout and shown as booked on the page that one came from; its mail cancels it there", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url, viewport: "phone" });
  const paid = await addClass(s, { priceCents: 3000 });
  await page.goto("/book");
  const row = rowOf(page, paid);
  await row.getByRole("button", { name: /^Book: / }).click();
  page.allow(/Failed to load resource.*400/);
  const email = await introduce(page, "Paula Nwosu", "555 0102");
  await row.getByRole("button", { name: "Continue to payment, $30.00" }).click();
  await row.getByText("Add the area code").waitFor();
  assert.equal(await row.getByLabel("Phone").getAttribute("aria-invalid"), "true");
  await sound(page, "a form with a mistake");
  await row.getByLabel("Phone").fill("312 555 0102");
  await row.getByRole("button", { name: "Continue to payment, $30.00" }).click();

  // Given up, the seat is still held; one goes on from there.
  await page.waitForURL((url) => url.origin === s.simulatorUrl);
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await row.getByText("Not paid yet").waitFor();
  await sound(page, "an unpaid class");
  await row.getByRole("link", { name: "Continue to payment" }).click();
  await pay(page, s);
  await row.getByText("You are booked. Check your email.").waitFor();
  await row.getByText("Paid $30.00.").waitFor();
  assert.match(page.url(), /\/book\?alera=book&session_id=cs_/);
  await sound(page, "a paid class");

  const mail = await s.mail(email, "booking_confirmed");
  const link = /http\S+\/book#\/cancel\/\S+/.exec(mail.text)![0];
  const again = await browser.open({ base: site.url });
  await again.goto(link);
  await again.getByText("$30.00 goes back to you, the way you paid.").waitFor();
  await sound(again, "before a cancel");
  assert.ok(!again.url().includes("#"), "the token is out of the address bar");
  await again.getByRole("button", { name: "Cancel and refund $30.00" }).click();
  await again.getByText("Your booking is cancelled.").waitFor();
  await s.mail(email, "booking_cancelled");
});

Deno.test("a class that filled up meanwhile says so; one joins its waitlist and leaves it", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url });
  page.allow(/Failed to load resource.*409/);
  const free = await addClass(s, { priceCents: 0, capacity: 1 });
  await page.goto("/book");
  const row = rowOf(page, free);
  await row.getByRole("button", { name: /^Book: / }).click();
  const email = await introduce(page, "Wanda Zhao", "312 555 0103");
  await fetch(`${s.url}/api/classes/${free.id}/book`, {
    method: "POST",
    headers: { "x-alera-key": site.key, origin: site.url, "content-type": "application/json" },
    body: JSON.stringify({ name: "Quick", email: "quick@embed.example", phone: "3125550199" }),
  });
  await row.getByRole("button", { name: "Book, free" }).click();
  await row.getByRole("alert").waitFor();
  const join = row.getByRole("button", { name: /^Join waitlist: / });
  await join.waitFor();
  await sound(page, "a class that filled up");
  await join.click();
  await introduce(page, "Wanda Zhao", "312 555 0103");
  await row.getByRole("button", { name: "Join waitlist", exact: true }).click();
  await row.getByText("You are on the waitlist, in place 1.").waitFor();
  await row.getByText(`We email ${email}`).waitFor();
  await row.getByRole("button", { name: "Leave the waitlist" }).click();
  await row.getByText("You left the waitlist.").waitFor();
  const { items } = await owned<{ items: { status: string }[] }>(s, "GET", `classes/${free.id}/waitlist`);
  assert.deepEqual(items.map((one) => one.status), ["left"]);
});

Deno.test("a pack and a gift card are bought; the pack pays for a class of who is signed in", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url });
  page.allow(/Failed to load resource.*400/);
  await page.goto("/packs");
  await soundInEveryLook(page, "packs");
  await page.getByRole("button", { name: /^Buy: / }).first().click();
  const email = await introduce(page, "Petra Delgado", "312 555 0104");
  await page.getByRole("button", { name: /^Continue to payment, / }).click();
  await pay(page, s);
  await page.getByText("Thank you. Check your email.").waitFor();
  const mail = await s.mail(email, "pack_bought");
  const portal = /http\S+\/packs#\/me\/\S+/.exec(mail.text)![0];

  await page.goto("/gift");
  await soundInEveryLook(page, "a gift card");
  await page.getByLabel("Your name").fill("Petra Delgado");
  await page.getByLabel("Your email").fill(email);
  await page.getByLabel(/^Amount/).fill("5");
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.locator("[aria-invalid]").waitFor();
  await page.getByLabel(/^Amount/).fill("62.50");
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.waitForURL((url) => url.origin === s.simulatorUrl);
  await page.getByText("$62.50").first().waitFor();
  await pay(page, s);
  await page.getByText("Thank you. Check your email.").waitFor();
  await s.mail(email, "gift_card");

  const paid = await addClass(s, { priceCents: 3000 });
  // The pack's mail leads to the page it was bought on, which has no element for bookings.
  await page.goto(portal);
  await page.getByRole("heading", { name: "Upcoming" }).waitFor();
  await page.getByText(/\b(\d+) of \1 left/).waitFor(); // whichever pack came first
  await page.goto("/book");
  const row = rowOf(page, paid);
  await row.getByRole("button", { name: /^Book: / }).click();
  assert.equal(await row.getByLabel("Email").inputValue(), email);
  await sound(page, "ways to pay");
  await page.look({ viewport: "phone", scheme: "dark" });
  await shot(page, "embed-form-phone-dark");
  await page.look({ viewport: "desktop", scheme: "light" });
  await shot(page, "embed-form-desktop-light");
  await row.getByRole("button", { name: "Book with a credit" }).click();
  await row.getByText("You are booked. Check your email.").waitFor();
  await row.getByRole("button", { name: "Cancel", exact: true }).click();
  await row.getByText("The credit goes back to your pack.").waitFor();
});

Deno.test("one signs in by a mailed link, sees bookings and waitlists, and cancels with what comes back in sight", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url, viewport: "phone" });
  const free = await addClass(s, { priceCents: 0 });
  const full = await addClass(s, { priceCents: 0, capacity: 1 });
  const start = async (path: string, name: string) =>
    await (await fetch(`${s.url}/api/classes/${path}`, {
      method: "POST",
      headers: { "x-alera-key": site.key, origin: site.url, "content-type": "application/json" },
      body: JSON.stringify({ name, email: `${name}@embed.example`, phone: "3125550105" }),
    })).json();
  await start(`${free.id}/book`, "mira");
  await start(`${full.id}/book`, "other");
  await start(`${full.id}/waitlist`, "mira");

  await page.goto("/me");
  await soundInEveryLook(page, "signing in");
  await page.getByLabel("Email").fill("mira@embed.example");
  await page.getByRole("button", { name: "Email me a sign-in link" }).click();
  await page.getByText("Check your email.").waitFor();
  const mail = await s.mail("mira@embed.example", "signin_link");
  await page.goto(/http\S+\/me#\/me\/\S+/.exec(mail.text)![0]);
  await page.reload();
  await page.getByRole("heading", { name: "Upcoming" }).waitFor();
  assert.ok(!page.url().includes("#"));
  await page.getByText("You are on the waitlist, in place 1.").waitFor();
  await soundInEveryLook(page, "bookings");
  await shot(page, "embed-bookings");
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: "Cancel booking" }).click();
  await page.getByText("Your booking is cancelled.").waitFor();
  await page.getByRole("button", { name: "Leave the waitlist" }).click();
  await page.getByText("You left the waitlist.").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Email me a sign-in link" }).waitFor();
});

Deno.test("the schedule is sound in every look, in its host's colours and in none, and in the keyboard's hands", async () => {
  const s = await studio();
  const free = await addClass(s, { priceCents: 0 });
  for (const theirs of [false, true]) {
    await using site = await hostSite(s, PAGES, { theirs });
    await using browser = await startBrowser();
    const page = await browser.open({ base: site.url });
    await page.goto("/book");
    const row = rowOf(page, free);
    const open = row.getByRole("button", { name: /^Book: / });
    await open.waitFor();
    await soundInEveryLook(page, `the schedule, ${theirs}`);

    await open.focus();
    await page.keyboard.press("Enter");
    const focused = () =>
      page.evaluate<string>("document.querySelector('[handle]').shadowRoot.activeElement?.name ?? ''");
    assert.equal(await focused(), "name");
    await soundInEveryLook(page, `the form, ${theirs}`);
    for (const [next, typed] of [["email", "Kay Board"], ["phone", "kay@embed.example"], ["", "312 555 0106"]]) {
      await page.keyboard.type(typed);
      await page.keyboard.press("Tab");
      assert.equal(await focused(), next);
    }
    if (theirs) {
      // The button to close it comes before the form.
      await row.getByRole("button", { name: /^Close: / }).focus();
      await page.keyboard.press("Enter");
      await open.waitFor();
      assert.equal(await page.locator("form").count(), 0);
    } else {
      await page.keyboard.press("Enter");
      await row.getByText("You are booked. Check your email.").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await row.getByRole("button", { name: "Cancel booking" }).waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await row.getByText("Your booking is cancelled.").waitFor();
    }
    const name = theirs ? "theirs" : "plain";
    for (const viewport of ["phone", "desktop"] as const) {
      for (const scheme of ["light", "dark"] as const) {
        await page.look({ viewport, scheme });
        if (viewport === "desktop") await page.setViewportSize({ width: 820, height: 1100 });
        await shot(page, `embed-${name}-${viewport}-${scheme}`);
      }
    }
  }
});

Deno.test("a page in another language says it all in its own words", async () => {
  const s = await studio();
  await using site = await hostSite(s, {
    "/buchen": `<alera-schedule key="KEY" handle="HANDLE"><script type="application/json">
      {"Book": "Buchen", "{n} seat left|{n} seats left": "{n} Platz frei|{n} Plätze frei", "free": "kostenlos",
       "error.phone": "Mit Vorwahl, bitte.", "Book, free": "Kostenlos buchen", "Phone": "Telefon", "Sending…": "Moment…"}
      </script></alera-schedule>`,
  }, { lang: "de-DE" });
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url });
  page.allow(/Failed to load resource.*400/);
  const free = await addClass(s, { priceCents: 0 });
  await page.goto("/buchen");
  const row = rowOf(page, free);
  await row.getByText("3 Plätze frei").waitFor();
  await row.getByText("50 Minuten, kostenlos").waitFor();
  await row.getByRole("button", { name: /^Buchen: / }).click();
  await row.getByLabel("Telefon").fill("12");
  await row.getByRole("button", { name: "Kostenlos buchen" }).click();
  await row.getByText("Mit Vorwahl, bitte.").waitFor();
});

Deno.test("what can't be had is said in words, with a way to try again", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url });
  page.allow(/401|CORS|ERR_FAILED/);
  await page.goto("/wrong");
  await page.getByRole("alert").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("alert").waitFor();
  await sound(page, "an element with a wrong key");
});

Deno.test("the guide shows each element live, and one books on it", async () => {
  const s = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.url, viewport: "phone" });
  const free = await addClass(s, { priceCents: 0 });
  await page.goto("/docs/embed");
  const row = rowOf(page, free);
  await row.getByRole("button", { name: /^Book: / }).waitFor();
  await page.getByRole("button", { name: /^Buy: / }).first().waitFor();
  await page.getByLabel("Your name").waitFor();
  await page.getByRole("button", { name: "Email me a sign-in link" }).waitFor();
  await soundInEveryLook(page, "the guide with its elements");
  await shot(page, "embed-guide");
  await row.getByRole("button", { name: /^Book: / }).click();
  await row.getByLabel("Name", { exact: true }).fill("Doc Reader");
  await row.getByLabel("Email", { exact: true }).fill("doc@embed.example");
  await row.getByLabel("Phone", { exact: true }).fill("312 555 0107");
  await row.getByRole("button", { name: "Book, free" }).click();
  await row.getByText("You are booked. Check your email.").waitFor();
  const mail = await s.mail("doc@embed.example", "booking_confirmed");
  assert.ok(mail.text.includes(`${s.url}/docs/embed#/cancel/enr-`), mail.text);
});

Deno.test("a gift card pays for a class; a wrong code is said at its field's form", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url });
  page.allow(/Failed to load resource.*40\d/);
  const { code } = await owned<{ code: string }>(s, "POST", "gift-cards", { amountCents: 5000, purchaserName: "Desk" });
  const paid = await addClass(s, { priceCents: 3000 });
  await page.goto("/book");
  const row = rowOf(page, paid);
  await row.getByRole("button", { name: /^Book: / }).click();
  await introduce(page, "Gina Gift", "312 555 0108");
  assert.equal(await row.getByLabel("Gift card code").isVisible(), false);
  await row.getByRole("radio", { name: "Gift card" }).check();
  const book = row.getByRole("button", { name: "Book with the gift card" });
  await book.click();
  await row.locator(".error").waitFor();
  await sound(page, "a gift card's code is missing");
  await row.getByLabel("Gift card code").fill(code);
  await book.click();
  await row.getByText("You are booked. Check your email.").waitFor();
  await row.getByText("Paid $30.00.").waitFor();
  await row.getByRole("button", { name: "Cancel", exact: true }).click();
  await row.getByText("$30.00 goes back to your gift card.").waitFor();
});

Deno.test("while the studio can't take payments, only what is free is offered", async () => {
  const s = await studio();
  await using site = await hostSite(s, PAGES);
  await using browser = await startBrowser();
  const page = await browser.open({ base: site.url });
  await page.route("**/api/provider?*", async (route) => {
    const response = await route.fetch();
    const { provider } = await response.json();
    await route.fulfill({ response, json: { provider: { ...provider, canTakePayments: false } } });
  });
  const paid = await addClass(s, { priceCents: 3000 });
  const free = await addClass(s, { priceCents: 0 });
  await page.goto("/book");
  await rowOf(page, free).getByRole("button", { name: /^Book: / }).waitFor();
  await rowOf(page, paid).getByText("Can’t be paid online yet").waitFor();
  assert.equal(await rowOf(page, paid).getByRole("button").count(), 0);
  for (const path of ["/packs", "/gift"]) {
    await page.goto(path);
    await page.getByText("Can’t be paid online yet").first().waitFor();
    assert.equal(await page.getByRole("button").count(), 0, path);
  }
});
