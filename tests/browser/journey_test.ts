/**
 * A studio's day in real pages: the owner at the console, clients at the storefront, simulated Stripe between them, one server process.
 * Once in every look; each run has people and a class of its own.
 */
import assert from "node:assert/strict";
import { DAY, iso, wallClock } from "../../src/domain/time.ts";
import { type Browser, type Look, LOOKS, type OpenPage, shot, startBrowser } from "./browser.ts";
import { type RunningStudio, runningStudio } from "./running_studio.ts";
import { sound } from "./sound.ts";
import { runChild } from "../support/child_process.ts";
import { SOURCE_COMMAND } from "../journeys/server.ts";

const ZONE = "America/Chicago";
const OWNER = "owner@sculpt-co.example";

interface Person {
  name: string;
  email: string;
  phone: string;
}

/** The owner's browser, signed in by the mailed link. */
async function signIn(s: RunningStudio, browser: Browser, look: Look): Promise<OpenPage> {
  const page = await browser.open({ base: s.url, ...look });
  await page.goto("/console");
  await page.getByLabel("Email").fill(OWNER);
  // The newest one's id: the mailbox shows a hundred, and the sample studio's past alone has more.
  const newest = async () => (await s.mailbox())[0]?.id;
  const before = await newest();
  await page.getByRole("button", { name: "Email me a link" }).click();
  await page.getByRole("link", { name: "mailbox" }).waitFor();
  while (await newest() === before) await page.waitForTimeout(50);
  const mail = await s.mail(OWNER, "owner_signin_link");
  await page.goto(/\S+\/console\/signin\/\S+/.exec(mail.text)![0]);
  await page.getByRole("button", { name: "Open Sculpt Pilates Co." }).click();
  await page.waitForURL("**/console");
  return page;
}

/** Fills the storefront's form for whoever books. */
async function introduce(page: OpenPage, who: Person): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(who.name);
  await page.getByLabel("Email", { exact: true }).fill(who.email);
  await page.getByLabel("Phone", { exact: true }).fill(who.phone);
}

/** At the simulated checkout. */
async function pay(page: OpenPage, s: RunningStudio, back: RegExp): Promise<void> {
  await page.waitForURL((url) => url.origin === s.simulatorUrl);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.waitForURL(back);
}

const linkIn = (text: string, of: RegExp) => {
  const found = of.exec(text);
  assert.ok(found, `no ${of} in: ${text}`);
  return found[0];
};

for (const [n, look] of LOOKS.entries()) {
  const looks = `${look.viewport}, ${look.scheme}`;
  Deno.test(`from an empty slot to refund, promotion, pack, gift card and tip: ${looks}`, async () => {
    await using s = await studioOfAll();
    await using browser = await startBrowser();
    const person = (first: string, index: number): Person => ({
      name: `${first} ${["Lindqvist", "Nwosu", "Delgado", "Zhao"][n]}`,
      email: `${first.toLowerCase()}-${n}@example.com`,
      phone: `55555${String(50_000 + n * 100 + index)}`,
    });
    const name = `${look.viewport}-${look.scheme}`;
    const [ada, ben, cleo] = ["Ada", "Benedict", "Cleopatra"].map(person);
    const owner = await signIn(s, browser, look);

    // A key for the studio's site, shown once, works at once.
    await owner.goto("/console/settings/keys");
    await owner.getByLabel("Name", { exact: true }).fill(`Site ${looks}`);
    await owner.locator("input[name=origin]").first().fill(`https://site-${n}.example`);
    await owner.getByRole("button", { name: "Create key" }).click();
    const key = await owner.locator("#key").textContent();
    assert.match(key!, /^alr_scul_\w{40}$/);
    await sound(owner, `the new key, ${looks}`);
    await shot(owner, `console-key-${name}`);
    const today = iso(wallClock(Date.now(), ZONE)).slice(0, 10);
    const ask = `${s.url}/api/classes?handle=sculpt-co&from=${today}&to=${today}`;
    const answer = await fetch(ask, { headers: { "x-alera-key": key!, origin: `https://site-${n}.example` } });
    assert.equal(answer.status, 200, await answer.text());
    // And not a moment longer than it is wanted.
    await owner.goto("/console/settings/keys");
    await owner.getByRole("link", { name: new RegExp(`^Revoke….*Site ${looks}`) }).click();
    await owner.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
    await owner.getByText("The key is revoked").waitFor();
    const refused = await fetch(ask, { headers: { "x-alera-key": key!, origin: `https://site-${n}.example` } });
    assert.equal(refused.status, 401, await refused.text());

    // A class with one seat, on a weekday to come.
    let day = Date.parse(today) + 3 * DAY;
    if (new Date(day).getUTCDay() === 0) day += DAY;
    const date = iso(day).slice(0, 10);
    const minute = 11 + n;
    await owner.goto(`/console/classes/new?date=${date}`);
    const services = owner.getByLabel("Service");
    const flow = (await services.locator("option").allTextContents()).find((one) => one.includes("Reformer Flow"))!;
    await services.selectOption({ label: flow });
    await owner.getByLabel("Time").fill(`13:${minute}`);
    const details = owner.locator("main details", { has: owner.getByLabel("Seats") });
    if (await details.count() && !await owner.getByLabel("Seats").isVisible()) {
      await details.locator("summary").click();
    }
    await owner.getByLabel("Seats").fill("1");
    await owner.locator("main form button.primary").click();
    await owner.getByText("The class is on the schedule.").waitFor();
    const session = owner.locator("a.session", { hasText: `1:${minute} PM` });
    assert.match((await session.textContent())!, /Reformer Flow.*0 of 1/);
    const classPath = (await session.getAttribute("href"))!;

    // Ada finds it at the storefront, mistypes her phone, books, and pays.
    const visitor = await browser.open({ base: s.storefrontUrl!, ...look });
    visitor.allow(/Failed to load resource.*(400|409|422)/);
    await visitor.goto("/");
    await shot(visitor, `storefront-${name}`);
    const offer = visitor.locator("li.offer", { hasText: `1:${minute} PM` });
    assert.match((await offer.textContent())!, /Last seat/);
    await offer.getByRole("link", { name: /^Book/ }).click();
    await introduce(visitor, { ...ada, phone: "555 0100" });
    await visitor.getByRole("button", { name: /^Continue to payment/ }).click();
    await visitor.getByText("Add the area code").waitFor();
    assert.equal(await visitor.getByLabel("Name", { exact: true }).inputValue(), ada.name, "what was typed is kept");
    await visitor.getByLabel("Phone", { exact: true }).fill(ada.phone);
    await visitor.getByRole("button", { name: /^Continue to payment/ }).click();
    await visitor.waitForURL((url) => url.origin === s.simulatorUrl);

    // While she pays, her seat is held, and the roster says so.
    await owner.goto(classPath);
    await owner.getByRole("heading", { name: "Paying now" }).waitFor();
    assert.ok(await owner.getByText(ada.name).first().isVisible());
    await pay(visitor, s, /\/book\/confirm/);
    await sound(visitor, `paid, ${looks}`);
    assert.match((await s.mail(ada.email, "booking_confirmed")).subject, /Reformer Flow/);
    await owner.goto(classPath);
    assert.match((await owner.locator(".roster").textContent())!, new RegExp(`${ada.name}.*Paid \\$20\\.00`));
    await sound(owner, `the roster, ${looks}`);

    // Ben finds it full, and waits.
    await visitor.goto("/");
    await offer.getByRole("link", { name: /^Join waitlist/ }).click();
    await introduce(visitor, ben);
    await visitor.getByRole("button", { name: "Join waitlist" }).click();
    await s.mail(ben.email, "waitlist_joined");

    // The owner sees what a cancel gives back before the click, cancels, and the refund is made.
    await owner.goto(classPath);
    const more = owner.getByRole("button", { name: `More for ${ada.name}` });
    if (await more.isVisible()) await more.click();
    await owner.getByRole("link", { name: new RegExp(`^Cancel….*${ada.name}`) }).click();
    const dialog = owner.getByRole("dialog", { name: new RegExp(ada.name) });
    await shot(owner, `console-cancel-${name}`);
    await dialog.getByRole("button", { name: "Cancel and refund $20.00" }).click();
    await owner.waitForURL((url) => url.pathname === classPath);
    assert.match((await s.mail(ada.email, "booking_cancelled")).text, /You get a refund of \$20\.00/);
    await owner.locator("main", { hasText: "1 open" }).waitFor();
    await s.mail(OWNER, "seat_opened");

    // The schedule says that a choice is to be made; the first who waits is promoted, and pays.
    await owner.goto("/console");
    await owner.getByRole("link", { name: /A seat opened/ }).first().waitFor();
    await owner.goto(`${classPath}#waitlist`);
    await owner.getByRole("button", { name: new RegExp(`^Promote\\s+${ben.name}`) }).click();
    const promoted = await s.mail(ben.email, "waitlist_promoted");
    await visitor.goto(linkIn(promoted.text, new RegExp(`${s.simulatorUrl}/\\S+`)));
    await pay(visitor, s, /\/book\/confirm/);
    await s.mail(ben.email, "booking_confirmed");
    await owner.goto(classPath);
    assert.match((await owner.locator(".roster").textContent())!, new RegExp(ben.name));

    // Cleo buys a pack, signs in by its mail, books with it, sees her calendar, and cancels: the class is back in the pack.
    const customer = await browser.open({ base: s.storefrontUrl!, ...look });
    await customer.goto("/packs");
    await customer.getByRole("link", { name: /^Choose\s*: 5-Class Pack/ }).click();
    await customer.getByLabel("Name", { exact: true }).fill(cleo.name);
    await customer.getByLabel("Email", { exact: true }).fill(cleo.email);
    await customer.getByRole("button", { name: /^Continue to payment/ }).click();
    await pay(customer, s, /\/packages\/confirm/);
    const bought = await s.mail(cleo.email, "pack_bought");
    await customer.goto(linkIn(bought.text, /http\S+\/me\/\S+/));
    await customer.getByText("5 of 5 classes left").waitFor();
    assert.ok(!customer.url().includes("/me/"), "the token does not stay in the address");
    const feed = await customer.locator(".secret code").textContent();
    await customer.getByRole("link", { name: "Book a class with it" }).click();
    const evening = customer.locator("li.offer").filter({ hasText: "Reformer Flow" }).filter({
      has: customer.getByRole("link", { name: /^Book/ }),
    }).last();
    await evening.getByRole("link", { name: /^Book/ }).click();
    await customer.getByLabel(/A class from my 5-Class Pack/).check();
    for (const [label, value] of [["Name", cleo.name], ["Email", cleo.email], ["Phone", cleo.phone]]) {
      const field = customer.getByLabel(label, { exact: true });
      if (await field.isVisible()) await field.fill(value);
    }
    await customer.getByRole("button", { name: "Book with a class from my pack" }).click();
    await customer.waitForURL(/\/book\/confirm/);
    await customer.goto("/me");
    await customer.getByText("4 of 5 classes left").waitFor();
    await sound(customer, `her bookings, ${looks}`);
    const calendar = await (await fetch(feed!)).text();
    assert.match(calendar, /BEGIN:VEVENT[\s\S]*SUMMARY:Reformer Flow/);
    await customer.getByRole("link", { name: /^Cancel…/ }).first().click();
    await customer.locator("button.final").click();
    await s.mail(cleo.email, "booking_cancelled");
    await customer.goto("/me");
    await customer.getByText("5 of 5 classes left").waitFor();
    await owner.goto(`/console/clients?q=${encodeURIComponent(cleo.email)}`);
    await owner.getByRole("link", { name: cleo.name }).click();
    await owner.locator("main", { hasText: /5-Class Pack[\s\S]*5 of 5/ }).waitFor();

    // A gift card: its code is in the recipient's mail, its balance in the console.
    await customer.goto("/gift-cards");
    const amount = customer.getByLabel("$50", { exact: true });
    if (await amount.count()) await amount.check();
    await customer.getByLabel("Your name").fill(cleo.name);
    await customer.getByLabel("Your email").fill(cleo.email);
    await customer.getByLabel(/^Their email/).fill(`friend-${n}@example.com`);
    await customer.getByRole("button", { name: "Continue to payment" }).click();
    await pay(customer, s, /\/gift-cards\/confirm/);
    assert.match(
      (await s.mail(`friend-${n}@example.com`, "gift_card")).text,
      /\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b/,
    );
    await owner.goto("/console/sales/gift-cards");
    assert.match((await owner.locator("main").textContent())!, new RegExp(cleo.name));

    // An appointment that is over: its mail leads to the tip page, and the tip to the console.
    await owner.goto("/console/appointments/new");
    await owner.getByLabel("Service").selectOption({
      label: (await owner.getByLabel("Service").locator("option").allTextContents()).find((one) =>
        one.includes("Reformer Flow")
      )!,
    });
    await owner.getByLabel("Date").fill(iso(Date.parse(today) - DAY).slice(0, 10));
    await owner.getByLabel("Time").fill(`10:${minute}`);
    await owner.getByLabel("Client’s name").fill(ada.name);
    await owner.getByLabel("Email").fill(ada.email);
    await owner.getByLabel("Phone").fill(ada.phone);
    await owner.locator("main form button.primary").click();
    const visit = owner.locator("main li", { hasText: ada.name }).first();
    await visit.getByRole("button", { name: /^Complete, mail tip link/ }).click();
    const thanks = await s.mail(ada.email, "post_visit");
    await visitor.goto(linkIn(thanks.text, /http\S+\/tip#\S+/));
    await visitor.getByLabel(/^\$10/).first().check();
    await visitor.getByRole("button", { name: "Continue to payment" }).click();
    await pay(visitor, s, /\/tip\/thanks/);
    await s.mail(OWNER, "tip_received");
    await owner.goto("/console/sales/tips");
    assert.match((await owner.locator("main").textContent())!, new RegExp(`${ada.name}[\\s\\S]*\\$10\\.00`));

    // The month's figures know it all.
    await owner.goto("/console/sales");
    await sound(owner, `the month, ${looks}`);
    for (const page of [owner, visitor, customer]) await page.calm();
    assert.deepEqual(await breaches(s), "");
  });
}

/** One server for all looks: it takes seconds to start. */
let running: RunningStudio | null = null;
async function studioOfAll(): Promise<RunningStudio> {
  running ??= await runningStudio();
  return { ...running, [Symbol.asyncDispose]: () => Promise.resolve() };
}
Deno.test.afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
});

/** What `alera doctor` finds in the running server's database. */
async function breaches(s: RunningStudio): Promise<string> {
  const { code, out } = await runChild(SOURCE_COMMAND[0], [...SOURCE_COMMAND.slice(1), "doctor"], { env: s.env });
  return code === 0 ? "" : out;
}
