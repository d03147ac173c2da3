/** The reference in a browser: sound in every look, harmless, and its examples can be tried. */
import assert from "node:assert/strict";
import { GUIDE_FILES } from "../../src/http/docs/guides.ts";
import { startApp } from "../support/app.ts";
import { shot, startBrowser } from "./browser.ts";
import { runningStudio } from "./running_studio.ts";
import { refusesInlineScript, sound, soundInEveryLook } from "./sound.ts";

Deno.test("the reference of production is sound in every look, and without script", async () => {
  await using t = await startApp();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await page.goto("/docs");
  await soundInEveryLook(page, "the reference");
  await page.calm();

  const plain = await browser.open({ base: t.url, javaScript: false, viewport: "phone" });
  await plain.goto("/docs");
  await sound(plain, "the reference without script");
});

Deno.test("every guide is sound in every look, without script too, and its code can be copied", async () => {
  await using t = await startApp();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  for (const id of Object.keys(GUIDE_FILES)) {
    await page.goto(`/docs/${id}`);
    await soundInEveryLook(page, `the guide ${id}`);
  }
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/limits");
  await page.getByRole("button", { name: "Copy" }).first().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.match(await page.evaluate<string>("navigator.clipboard.readText()"), /^export ALERA_URL=/);
  await page.getByRole("navigation").getByRole("link", { name: "Errors" }).click();
  await page.waitForURL("**/docs/errors");
  assert.equal(await page.locator("[aria-current=page]").textContent(), "Errors");
  await page.calm();

  const plain = await browser.open({ base: t.url, javaScript: false, viewport: "phone" });
  await plain.goto("/docs/first-booking");
  await sound(plain, "a guide without script");
});

Deno.test("the reference refuses an inline script", async () => {
  await using t = await startApp();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await page.goto("/docs");
  await refusesInlineScript(page);
});

Deno.test("an example is tried with the sample studio's key, and the page stays sound with its answer", async () => {
  await using s = await runningStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: s.url, viewport: "phone" });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs");
  await shot(page, "docs-phone");

  const listing = page.locator("#getClasses");
  await listing.getByRole("button", { name: "Copy" }).click();
  await listing.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate<string>("navigator.clipboard.readText()");
  assert.match(copied, /^curl 'http:\/\/localhost:\d+\/api\/classes\?handle=sculpt-co/);
  assert.ok(copied.includes(s.demo.key));

  await listing.getByText("Try it").click();
  assert.equal(await listing.getByLabel("x-alera-key").inputValue(), s.demo.key);
  await listing.getByRole("button", { name: "Send GET" }).click();
  await listing.getByText(/^200 after \d+ ms/).waitFor();
  assert.ok((await listing.getByLabel("Response body").textContent())?.includes(s.demo.paidClassId));

  const booking = page.locator("#postClassesIdBook");
  await booking.getByText("Try it").click();
  await booking.getByLabel("id", { exact: true }).fill(s.demo.paidClassId);
  await booking.getByRole("button", { name: "Send POST" }).click();
  await booking.getByText(/^200 after/).waitFor();
  const checkout = booking.getByRole("link", { name: /\/c\/pay\// });
  assert.equal(await checkout.count(), 1);

  // A key typed in one form is the same in all, and a wrong one is refused in words.
  await booking.getByLabel("x-alera-key").fill("alera_wrong");
  assert.equal(await listing.getByLabel("x-alera-key").inputValue(), "alera_wrong");
  await listing.getByRole("button", { name: "Send GET" }).click();
  await listing.getByText(/^401 after/).waitFor();

  await sound(page, "the reference with answers");
  await page.look({ viewport: "desktop", scheme: "dark" });
  await sound(page, "the reference with answers, at night");

  const opening = page.waitForEvent("popup");
  await checkout.click();
  const paying = await opening;
  await paying.getByRole("button", { name: "Pay", exact: true }).waitFor();
});
