/** What only development has: the simulator's pages and the mailbox. */
import assert from "node:assert/strict";
import { type OpenPage, shot, startBrowser } from "./browser.ts";
import { type RunningStudio, runningStudio } from "./running_studio.ts";
import { soundInEveryLook } from "./sound.ts";

const jane = { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" };

/** Where the seat that Jane has just booked is paid. */
async function bookPaidClass({ url, demo }: RunningStudio): Promise<string> {
  const booked = await fetch(`${url}/api/classes/${demo.paidClassId}/book`, {
    method: "POST",
    headers: { "x-alera-key": demo.key, origin: demo.origin, "content-type": "application/json" },
    body: JSON.stringify(jane),
  });
  const { checkoutUrl } = await booked.json();
  assert.equal(booked.status, 200);
  return checkoutUrl;
}

const press = (page: OpenPage, name: string) => page.getByRole("button", { name, exact: true }).click();

Deno.test("the simulator's checkout is sound in every state, and its mails are in a sound mailbox", async () => {
  await using s = await runningStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.url });
  await page.goto("/dev/mailbox");
  await soundInEveryLook(page, "the mailbox");

  const checkoutUrl = await bookPaidClass(s);
  await page.goto(checkoutUrl);
  await soundInEveryLook(page, "checkout");
  await shot(page, "checkout");
  await press(page, "Card declined");
  await page.getByRole("alert").waitFor();
  await soundInEveryLook(page, "checkout after a decline");
  await page.goto(checkoutUrl);
  await press(page, "Pay");
  await page.waitForURL(/\/book\/confirm/);
  await page.goto(checkoutUrl);
  await soundInEveryLook(page, "checkout, paid");
  await press(page, "Refund what is left");
  await page.getByText("Refund of").waitFor();
  await soundInEveryLook(page, "checkout, refunded");
  await page.goto(s.simulatorUrl);
  await soundInEveryLook(page, "the simulator's index");

  const mail = await s.mail(jane.email, "booking_confirmed");
  await page.goto(s.pageOf(mail));
  await soundInEveryLook(page, "a mail in the mailbox");
  await shot(page, "mailbox");
  // What is pressed in the mail opens as from a mail program.
  const opened = page.context().waitForEvent("page");
  await page.frameLocator("iframe").getByRole("link", { name: /cancel/i }).first().click();
  const cancelPage = await opened;
  await cancelPage.waitForURL(/\/cancel\/enr-/);
  await cancelPage.close();
  await page.goto(`${s.pageOf(mail)}/html`);
  await page.getByText("Jane").first().waitFor();
  assert.match(mail.text, /Jane/);
});

Deno.test("the simulator's onboarding is sound, before and after it is finished", async () => {
  await using s = await runningStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ viewport: "phone" });
  const started = await fetch(`${s.url}/api/manage/stripe/onboarding`, {
    method: "POST",
    headers: { authorization: `Bearer ${s.demo.ownerToken}`, "content-type": "application/json" },
    body: JSON.stringify({ returnUrl: `${s.url}/dev/mailbox`, refreshUrl: `${s.url}/docs` }),
  });
  const { url } = await started.json();
  await page.goto(url);
  await soundInEveryLook(page, "onboarding");
  await press(page, "Finish onboarding");
  await page.waitForURL(/\/dev\/mailbox/);
  await page.goto(s.simulatorUrl);
  await page.getByRole("link", { name: /Sculpt/ }).first().click();
  await soundInEveryLook(page, "an account");
});
