/** The sample studio's site in a browser: every page sound in every look, its policy, and booking without script. */
import assert from "node:assert/strict";
import { type RunningStudio, runningStudio } from "./running_studio.ts";
import { type OpenPage, startBrowser } from "./browser.ts";
import { refusesInlineScript, sound, soundInEveryLook } from "./sound.ts";

/** One server for the file: it takes seconds to start. */
let running: RunningStudio | null = null;
async function site(): Promise<RunningStudio> {
  return running ??= await runningStudio();
}
Deno.test.afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
});

async function signedIn(s: RunningStudio, page: OpenPage, email: string): Promise<void> {
  await page.goto("/me");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByRole("button", { name: "Email me a link" }).click();
  const mail = await s.mail(email, "signin_link");
  await page.goto(/http\S+\/me\/\S+/.exec(mail.text)![0]);
  await page.getByRole("heading", { name: "Upcoming" }).waitFor();
}

Deno.test("every page of the site is sound in every look", async () => {
  const s = await site();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.storefrontUrl! });
  page.allow(/Failed to load resource.*404/);
  const { paidClassId, freeClassId, fullClassId } = s.demo;
  const paths = [
    "/",
    `/classes/${paidClassId}/book`,
    `/classes/${freeClassId}/book`,
    `/classes/${fullClassId}/book`,
    "/packs",
    "/gift-cards",
    "/me",
    "/tip",
    "/cancel/enr-none",
    "/move/enr-none",
    "/waitlist/leave/wl-none",
    ...["/book", "/packages", "/gift-cards"].flatMap((path) => [`${path}/confirm`, `${path}/cancelled`]),
    "/tip/thanks",
    "/tip/cancelled",
    "/nowhere",
  ];
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await soundInEveryLook(page, path).catch((error) => faults.push(error.message));
  }
  await signedIn(s, page, "ana@example.com");
  await soundInEveryLook(page, "her bookings").catch((error) => faults.push(error.message));
  await page.getByRole("link", { name: /^Move…/ }).first().click();
  await page.getByRole("button", { name: "Continue" }).waitFor();
  await soundInEveryLook(page, "where a booking can move").catch((error) => faults.push(error.message));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Move this booking?" }).waitFor();
  await soundInEveryLook(page, "before a move").catch((error) => faults.push(error.message));
  await page.goto("/me");
  await page.getByRole("link", { name: /^Cancel…/ }).first().click();
  await page.waitForURL(/\/cancel\//);
  await soundInEveryLook(page, "before a cancel").catch((error) => faults.push(error.message));
  assert.ok(faults.length === 0, faults.join("\n\n"));
});

Deno.test("what is wrong with a form stands beside its fields, in every look", async () => {
  const s = await site();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.storefrontUrl! });
  page.allow(/Failed to load resource.*400/);
  for (const path of [`/classes/${s.demo.paidClassId}/book`, "/packs", "/gift-cards", "/me"]) {
    await page.goto(path);
    await page.locator("main form button.primary").first().click();
    await page.locator("[aria-invalid=true]").first().waitFor();
    await soundInEveryLook(page, `mistakes at ${path}`);
  }
});

Deno.test("the site's policy lets no inline script in", async () => {
  const s = await site();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.storefrontUrl! });
  await page.goto("/");
  await refusesInlineScript(page);
});

Deno.test("without script one books, waits, and cancels by the code in the mail", async () => {
  const s = await site();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.storefrontUrl!, javaScript: false, viewport: "phone" });
  const introduce = async (name: string, phone: string) => {
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Email", { exact: true }).fill(`${name.toLowerCase()}@example.com`);
    await page.getByLabel("Phone", { exact: true }).fill(phone);
  };
  await page.goto(`/classes/${s.demo.freeClassId}/book`);
  await introduce("Scriptless", "5555559901");
  await page.getByRole("button", { name: "Book, free" }).click();
  await page.waitForURL(/\/book\/confirm/);
  const mail = await s.mail("scriptless@example.com", "booking_confirmed");
  const link = /http\S+\/cancel\/\S+/.exec(mail.text)![0];
  await page.goto(link);
  await sound(page, "a cancel without script");
  await page.getByLabel("Link from the email").fill(link);
  await page.getByRole("button", { name: "Show what comes back" }).click();
  await sound(page, "what comes back, without script");
  await page.getByLabel("Link from the email").fill(link);
  await page.locator("button.final").click();
  assert.match((await s.mail("scriptless@example.com", "booking_cancelled")).subject, /cancelled/i);

  await page.goto(`/classes/${s.demo.fullClassId}/book`);
  await introduce("Waiting", "5555559902");
  await page.getByRole("button", { name: "Join waitlist" }).click();
  await s.mail("waiting@example.com", "waitlist_joined");
});

Deno.test("a gift card pays for a class, without script: what is taken and left before the click", async () => {
  const s = await site();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.storefrontUrl!, javaScript: false, viewport: "phone" });
  page.allow(/Failed to load resource.*40[049]/);
  const issued = await fetch(`${s.url}/api/manage/gift-cards`, {
    method: "POST",
    headers: { authorization: `Bearer ${s.demo.ownerToken}`, "content-type": "application/json" },
    body: JSON.stringify({ amountCents: 50_000, purchaserName: "Ann" }),
  });
  const { code } = await issued.json();
  await page.goto(`/classes/${s.demo.paidClassId}/book`);
  await page.getByLabel("Name", { exact: true }).fill("Gifted");
  await page.getByLabel("Email", { exact: true }).fill("gifted@example.com");
  await page.getByLabel("Phone", { exact: true }).fill("5555559903");
  assert.equal(await page.getByLabel("Code of the gift card").isVisible(), false);
  await page.getByRole("radio", { name: "Gift card" }).check();
  await page.getByLabel("Code of the gift card").fill("A".repeat(16));
  await page.getByRole("button", { name: "Look up the gift card" }).click();
  await page.getByText("We know no card with this code").waitFor();
  await soundInEveryLook(page, "an unknown gift card");
  await page.getByLabel("Code of the gift card").fill(code.toLowerCase());
  await page.getByRole("button", { name: "Look up the gift card" }).click();
  await page.getByText(/This card has \$500\.00/).waitFor();
  await soundInEveryLook(page, "a gift card before the click");
  await page.getByRole("button", { name: /^Book, take \$\d+\.\d\d from the gift card$/ }).click();
  await page.getByRole("heading", { name: "You’re booked." }).waitFor();
  assert.match((await s.mail("gifted@example.com", "booking_confirmed")).text, /from the gift card ending in/);
});
