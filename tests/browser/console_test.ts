/** The console in a browser: every page sound in every look, its policy, its dialogs, and its work without script. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { readable, signinPath } from "../support/console.ts";
import { consoleRecordsOf, pathOf } from "../support/console_records.ts";
import { startReceiver } from "../support/receiver.ts";
import { person, studio } from "../support/studio.ts";
import { type OpenPage, shot, startBrowser } from "./browser.ts";
import { enterConsole } from "./entry.ts";
import { refusesInlineScript, sound, soundInEveryLook } from "./sound.ts";

/** A dialog's closing is told by an event of its own, a moment after the key. */
async function gone(page: OpenPage): Promise<void> {
  await page.locator("dialog").waitFor({ state: "detached" });
}

Deno.test("the door is sound in every look", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await page.goto("/console");
  await soundInEveryLook(page, "signing in");
  page.allow(/Failed to load resource.*(400|410)/);
  await page.getByLabel("Email").fill("cynthia@sculptpilates");
  await page.getByRole("button", { name: "Email me a link" }).click();
  await page.getByText("This address is not complete.").waitFor();
  await page.waitForFunction("document.activeElement.id === 'email'"); // the first mistake has the focus
  assert.equal(await page.getByLabel("Email").inputValue(), "cynthia@sculptpilates");
  await soundInEveryLook(page, "a mistyped address");
  await page.goto("/console/signin/0000000000000000000000000000000000000000");
  await soundInEveryLook(page, "a link that is used");
  await enterConsole(t.studio, page);
  await page.goto(signinPath(t));
  await page.getByText("This link is used or too old").waitFor();
});

Deno.test("every page of the console is sound in every look", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await enterConsole(t.studio, page);
  const its = await consoleRecordsOf(t.studio);
  page.allow(/Failed to load resource.*(404|409|410)/);
  const paths = t.app.routes().filter(({ method, path }) =>
    method === "GET" && /^\/console(\/|$)/.test(path) && !/\/signin|\.(css|js|csv)$|\/html$/.test(path)
  ).map((route) =>
    route.path.endsWith("/messages/:kind") ? route.path.replace(":kind", "gift_card") : pathOf(its, route)
  );
  assert.ok(paths.length > 30);
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await soundInEveryLook(page, path).catch((error) => faults.push(error.message));
  }
  assert.equal(faults.join("\n\n"), "");
});

Deno.test("the webhooks' pages are sound with endpoints that work, fail and are off, and a delivery opened in its place", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  await using browser = await startBrowser();
  receiver.answer = ({ path }) => new Response(null, { status: /\d+$/.exec(path) ? Number(path.slice(-3)) : 204 });
  const add = async (path: string, types: string[], description: string | null): Promise<string> => {
    const made = await t.studio.manage("POST", "webhook-endpoints", { url: receiver.url + path, types, description });
    return `/console/settings/webhooks/${made.body.id}`;
  };
  await add("/alera", ["booking.confirmed", "booking.cancelled", "class.updated", "client.created"], "The website");
  const failing = await add(`/${"a-long-path/".repeat(9)}${"x".repeat(80)}/500`, ["*"], null);
  await add("/old/410", ["class.created"], "The old app");
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(1));
  await t.settle();
  const page = await browser.open({ base: t.url });
  await enterConsole(t.studio, page);
  await page.goto("/console/settings/webhooks");
  for (const [state, count] of [["Working", 1], ["Failing", 1], ["Off", 1]] as const) {
    assert.equal(await page.locator(".endpoint .tag", { hasText: state }).count(), count, state);
  }
  await soundInEveryLook(page, "the endpoints");
  await page.goto(failing);
  await soundInEveryLook(page, "an endpoint with deliveries");
  await page.getByRole("link", { name: "booking.confirmed" }).click();
  await page.getByRole("heading", { name: "What came back" }).waitFor();
  await soundInEveryLook(page, "an opened delivery");
  await page.look({ viewport: "phone", scheme: "light" });
  assert.equal(await page.getByRole("columnheader", { name: "Next try" }).count(), 0, "told below the status");
  assert.match(await page.locator("tr[aria-current] .narrow-line").last().innerText(), /^1 attempt, next /);
  await page.goto("/console/settings/webhooks");
  await page.getByRole("button", { name: /^More for/ }).first().click();
  await page.getByRole("link", { name: /^Rotate secret/ }).click();
  await page.getByRole("dialog").waitFor();
  await sound(page, "the question before a new secret");
});

Deno.test("the console's policy lets no inline script and no inline style in", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await enterConsole(t.studio, page);
  await refusesInlineScript(page);
  await page.evaluate(
    `document.body.insertAdjacentHTML("beforeend", "<p style='color: red' onclick='document.title = 1'>x</p>")`,
  );
  await assert.rejects(() => page.calm(), /Content Security Policy: style-src-attr refuses inline/);
  await page.evaluate(`document.body.append(Object.assign(new Image(), { src: "https://evil.example/x.png" }))`);
  await assert.rejects(() => page.calm(), /Content Security Policy: img-src refuses/);
});

Deno.test("a dialog keeps the focus, closes with Esc, and gives the focus back to what opened it", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url });
  await enterConsole(t.studio, page);
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
    assert.ok(inside, "the focus stays in the dialog");
  }
  await page.keyboard.press("Escape");
  await gone(page);
  assert.match(await page.evaluate<string>("document.activeElement.textContent"), /^Cancel…/);
  await opener.click();
  await dialog.getByRole("link", { name: "Keep booking" }).click();
  await gone(page);
  assert.equal(new URL(page.url()).pathname, `/console/classes/${id}`);
});

Deno.test("everything works with script off: sign in, make a service and a class, tick somebody off, cancel", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, javaScript: false, viewport: "phone" });
  await enterConsole(t.studio, page);
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
  assert.equal(items.length, 1);
  assert.equal(items[0].scheduledAt, "2026-05-11T23:00:00.000Z");
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
  await page.waitForURL(`**/console/classes/${items[0].id}**`);
  const roster = (await t.studio.manage("GET", `classes/${items[0].id}/roster`)).body;
  assert.equal(roster.enrollments[0].status, "Cancelled");
  assert.match(readable(await page.content()), /Jane 1/);
});

Deno.test("a dialog opened from a phone's sheet begins at its question, and gives the focus back to the sheet's button", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(t.studio, page);
  const id = await t.studio.addClass();
  await t.studio.seat(id, person(1));
  await page.goto(`/console/classes/${id}`);
  await page.getByRole("button", { name: "More for Jane 1" }).click();
  await page.getByRole("link", { name: /^Cancel….*Jane 1/ }).click();
  await page.getByRole("dialog").waitFor();
  assert.equal(await page.evaluate("document.activeElement.id"), "dialog-title", "not on a button that cancels");
  await page.keyboard.press("Escape");
  await gone(page);
  assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), "More for Jane 1");
  await page.getByRole("button", { name: "More for Jane 1" }).click();
  await page.getByRole("link", { name: /^Cancel….*Jane 1/ }).click();
  const dialog = page.getByRole("dialog");
  const box = (await dialog.boundingBox())!;
  await page.mouse.click(box.x + 4, box.y + 40);
  assert.equal(await dialog.count(), 1, "its edge is the dialog, too");
  await page.mouse.click(box.x + 40, box.y - 40);
  assert.equal(await dialog.count(), 0);
});

Deno.test("after a class is cancelled the focus is on what became of it, once", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(t.studio, page);
  const id = await t.studio.addClass();
  await t.studio.seat(id, person(1));
  await page.goto(`/console/classes/${id}`);
  await page.locator("summary", { hasText: "Cancel this class" }).click();
  await page.getByRole("button", { name: "Cancel class, refund $20.00" }).click();
  await page.locator("#cancelling").waitFor();
  await page.waitForFunction("document.activeElement.id === 'cancelling'");
  assert.equal(new URL(page.url()).search, "");
  await page.reload();
  assert.ok(
    await page.evaluate("document.activeElement.id") !== "cancelling",
    "a page that reloads leaves the focus alone",
  );
});

Deno.test("names as long as they may be, without a space, wrap: on a phone, at 320 px and on a desktop", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(t.studio, page);
  const { studio: s } = t;
  const long = (letter: string) => letter.repeat(120);
  const made = async (what: string, body: unknown) => {
    const got = await s.manage("POST", what, body);
    assert.equal(got.status, 201, `${what}: ${JSON.stringify(got.body)}`);
    return got.body;
  };
  const service = await made("services", { name: long("W"), durationMin: 50, priceCents: 2000, capacity: 3 });
  const instructor = await made("instructors", { name: long("T") });
  const class_ = await made("classes", {
    serviceId: service.id,
    instructorId: instructor.id,
    scheduledAt: "2026-05-16T04:30:00.000Z", // Friday, 11:30 PM: it ends on another day
    publicNote: "n".repeat(500),
  });
  const { id: seat } = await s.seat(class_.id, { ...person(1), name: long("U") });
  const { id: held } = await s.hold(class_.id, { ...person(2), name: long("H") });
  await made("appointments", {
    serviceId: service.id,
    scheduledAt: "2026-05-16T04:30:00.000Z",
    client: { ...person(3), name: long("C") },
  });
  await made("blackouts", {
    label: long("B"),
    startsAt: "2026-05-15T17:00:00.000Z",
    endsAt: "2026-05-15T20:00:00.000Z",
    allDay: false,
    kind: "closed",
  });
  const client = (await s.manage("GET", "clients?q=UUU")).body.items[0].id;
  const faults: string[] = [];
  for (
    const path of [
      "/console",
      `/console/classes/${class_.id}`,
      `/console/classes/${class_.id}/edit`,
      "/console/classes/copy?to=2026-05-22",
      `/console/bookings/${seat}/cancel`,
      `/console/bookings/${held}/cancel`,
      "/console/clients",
      `/console/clients/${client}`,
      `/console/clients/${client}/edit`,
      `/console/clients/${client}/erase`,
      "/console/appointments",
      `/console/settings/services/${service.id}`,
      `/console/settings/instructors/${instructor.id}`,
      "/console/settings/closures",
    ]
  ) {
    await page.goto(path);
    await soundInEveryLook(page, path).catch((error) => faults.push(error.message));
  }
  assert.equal(faults.join("\n\n"), "");
  await page.goto(`/console/classes/${class_.id}`);
  await page.getByRole("link", { name: /^Release seat/ }).click();
  await page.getByRole("dialog").waitFor();
  const widths = await page.evaluate<number[]>(
    "[document.querySelector('dialog').scrollWidth, document.querySelector('dialog').clientWidth]",
  );
  assert.equal(widths[0], widths[1], "the dialog does not scroll sideways");
});

Deno.test("a week that is over shows its days on a phone; of the running one those that are over are folded", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await t.pass(2 * 24 * HOUR);
  await enterConsole(t.studio, page);
  await page.goto("/console");
  assert.equal(await page.locator(".day.past").first().isVisible(), false);
  await page.goto("/console?week=2026-05-04");
  assert.equal(await page.locator(".day.past:visible").count(), 7);
});

Deno.test("a hold counts down as the server rounds it, and says when its time is up", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await page.clock.install({ time: new Date(t.clock.now()) });
  await enterConsole(t.studio, page);
  const id = await t.studio.addClass();
  await t.studio.hold(id, person(1));
  await page.goto(`/console/classes/${id}`);
  const left = page.locator("[data-until]");
  const first = parseInt((await left.textContent())!);
  assert.ok(first >= 30);
  await page.clock.runFor(15_000);
  assert.ok([first, first - 1].includes(parseInt((await left.textContent())!)), "it never counts up");
  await page.clock.runFor(10 * MINUTE);
  assert.match((await left.textContent())!, /^2[0-2] minutes left$/);
  await page.clock.fastForward(40 * MINUTE);
  await left.getByText("time is up").waitFor();
});

Deno.test("search as you type keeps the focus, the address and the way back, and tells readers what was found", async () => {
  await using t = await studio();
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(t.studio, page);
  const id = await t.studio.addClass({ priceCents: 0 });
  for (const n of [1, 2, 3]) await t.studio.book(id, person(n));
  await page.goto("/console/clients");
  await page.getByLabel("Name, email or phone").pressSequentially("jane 2");
  await page.locator("#found", { hasText: "1 client found for “jane 2”" }).waitFor({ state: "attached" });
  assert.equal(await page.locator("#results .client").count(), 1);
  await page.waitForFunction("document.activeElement.id === 'q'");
  assert.equal(new URL(page.url()).search, "?q=jane+2");
  await page.getByLabel("Name, email or phone").fill("nobody");
  await page.locator("#found", { hasText: "Nobody found for “nobody”." }).waitFor({ state: "attached" });
});
