/** The console in a browser: every page sound in every look, its policy, its dialogs, and its work without script. */
import { match, ok, rejects, strictEqual as equal } from "node:assert";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { readable, signinPath } from "../support/console.ts";
import { pathOf, recordsOf } from "../support/console_records.ts";
import { person, studio as startStudio } from "../support/studio.ts";
import { type OpenPage, shot, startBrowser } from "./browser.ts";
import { sound, soundInEveryLook } from "./sound.ts";

type World = Awaited<ReturnType<typeof startStudio>>;

/** Signs the browser in as the owner of the world's studio, by the mailed link. */
async function enter(t: World, page: OpenPage): Promise<void> {
  await page.goto("/console");
  await page.getByLabel("Email").fill((await t.studio.manage("GET", "provider")).body.email);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await page.getByRole("heading", { name: "Look in your mail" }).waitFor();
  await t.settle();
  await page.goto(signinPath(t));
  await page.getByRole("button", { name: "Open Sculpt Pilates Co." }).click();
  await page.waitForURL("**/console");
}

Deno.test("the door is sound in every look", async () => {
  await using t = await startStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await page.goto("/console");
  await soundInEveryLook(page, "signing in");
  page.allow(/Failed to load resource.*(400|410)/);
  await page.getByLabel("Email").fill("cynthia@sculptpilates");
  await page.getByRole("button", { name: "Email me a link" }).click();
  await page.getByText("This address is not complete.").waitFor();
  equal(await page.evaluate("document.activeElement.id"), "email", "the first mistake has the focus");
  equal(await page.getByLabel("Email").inputValue(), "cynthia@sculptpilates");
  await soundInEveryLook(page, "a mistyped address");
  await page.goto("/console/signin/0000000000000000000000000000000000000000");
  await soundInEveryLook(page, "a link that is used");
  await enter(t, page);
  await page.goto(signinPath(t));
  await page.getByText("This link is used or too old").waitFor();
});

Deno.test("every page of the console is sound in every look", async () => {
  await using t = await startStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await enter(t, page);
  const its = await recordsOf(t.studio);
  page.allow(/Failed to load resource.*(404|409|410)/);
  const paths = t.app.routes().filter(({ method, path }) =>
    method === "GET" && /^\/console(\/|$)/.test(path) && !/\/signin|\.(css|js|csv)$|\/html$/.test(path)
  ).map((route) =>
    route.path.endsWith("/messages/:kind") ? route.path.replace(":kind", "gift_card") : pathOf(its, route)
  );
  ok(paths.length > 30);
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await soundInEveryLook(page, path).catch((error) => faults.push(error.message));
  }
  equal(faults.join("\n\n"), "");
});

Deno.test("the console's policy lets no inline script and no inline style in", async () => {
  await using t = await startStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await enter(t, page);
  await page.calm();
  await page.evaluate(`{
    const script = document.createElement("script");
    script.textContent = "document.title = 'it ran'";
    document.head.append(script);
  }`);
  await rejects(() => page.calm(), /Content Security Policy: script-src-elem refuses inline/);
  ok(await page.title() !== "it ran");
  await page.evaluate(
    `document.body.insertAdjacentHTML("beforeend", "<p style='color: red' onclick='document.title = 1'>x</p>")`,
  );
  await rejects(() => page.calm(), /Content Security Policy: style-src-attr refuses inline/);
  await page.evaluate(`document.body.append(Object.assign(new Image(), { src: "https://evil.example/x.png" }))`);
  await rejects(() => page.calm(), /Content Security Policy: img-src refuses/);
});

Deno.test("a dialog keeps the focus, closes with Esc, and gives the focus back to what opened it", async () => {
  await using t = await startStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await enter(t, page);
  const id = await t.studio.addClass();
  await t.studio.seat(id, person(1));
  await page.goto(`/console/classes/${id}`);
  const opener = page.getByRole("link", { name: /^Cancel….*Jane 1/ });
  await opener.click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await sound(page, "the open dialog");
  await shot(page, "console-dialog");
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(
      "!document.activeElement || document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)",
    );
    ok(inside, "the focus stays in the dialog");
  }
  await page.keyboard.press("Escape");
  equal(await dialog.count(), 0);
  match(await page.evaluate<string>("document.activeElement.textContent"), /^Cancel…/);
  await opener.click();
  await dialog.getByRole("link", { name: "Keep booking" }).click();
  equal(await dialog.count(), 0);
  equal(new URL(page.url()).pathname, `/console/classes/${id}`);
});

Deno.test("everything works with script off: sign in, make a service and a class, tick somebody off, cancel", async () => {
  await using t = await startStudio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, javaScript: false, viewport: "phone" });
  await enter(t, page);
  await page.goto("/console/settings/services/new");
  await page.getByLabel("Name", { exact: true }).fill("Evening Flow");
  await page.getByLabel("Price").fill("0");
  await page.locator("main form button[type=submit]").first().click();
  await page.getByText("Evening Flow").first().waitFor();
  await page.goto("/console/classes/new?date=2026-05-11");
  const services = page.getByLabel("Service");
  const label = (await services.locator("option").allTextContents()).find((one) => one.includes("Evening Flow"))!;
  await services.selectOption({ label });
  await page.getByLabel("Time").fill("18:00");
  await page.locator("main form button.primary").click();
  await page.waitForURL(/\/console\?/);
  await page.getByText("Evening Flow").first().waitFor();
  const items = (await t.studio.manage("GET", "classes")).body.items;
  equal(items.length, 1);
  equal(items[0].scheduledAt, "2026-05-11T23:00:00.000Z");
  await t.studio.book(items[0].id, person(1));
  await t.pass(8 * HOUR - 5 * MINUTE);
  await page.goto(`/console/classes/${items[0].id}`);
  await page.getByRole("button", { name: /^Here\s*: Jane 1/ }).click();
  await page.locator("button[aria-pressed=true]").waitFor();
  await page.goto(`/console/classes/${items[0].id}`);
  // Without script the link to the dialog is a link to its page.
  await page.goto(await page.locator("a[data-dialog]", { hasText: "Jane 1" }).first().getAttribute("href") ?? "");
  await page.getByRole("heading", { name: /Cancel Jane 1’s booking/ }).waitFor();
  await page.locator("main form button").first().click();
  const roster = (await t.studio.manage("GET", `classes/${items[0].id}/roster`)).body;
  equal(roster.enrollments[0].status, "Cancelled");
  match(readable(await page.content()), /Jane 1/);
});
