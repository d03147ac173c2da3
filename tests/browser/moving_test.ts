/** The owner moves a booking, and changes and cancels a series, in every look. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../src/domain/time.ts";
import { person, studio } from "../support/studio.ts";
import { type OpenPage, startBrowser } from "./browser.ts";
import { enterConsole } from "./entry.ts";
import { soundInEveryLook } from "./sound.ts";

/** Looks at states of a page, and remembers what is wrong with each. */
function looker(page: OpenPage) {
  const found: string[] = [];
  const look = (state: string) => soundInEveryLook(page, state).catch((error) => found.push(error.message));
  return { look, verdict: () => assert.equal(found.join("\n\n"), "") };
}

Deno.test("a booking moves from its roster: nowhere to go, classes that can't be, the move, and every state is sound", async () => {
  await using t = await studio();
  const s = t.studio;
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(s, page);
  const { look, verdict } = looker(page);
  const from = await s.addClass();
  const dear = await s.addClass({ inHours: 130, priceCents: 3000 });
  const { id } = await s.seat(from);
  await page.goto(`/console/bookings/${id}/move`);
  await page.getByText("No other class of the next four weeks has the same price and a free seat.").waitFor();
  await look("nowhere to go");
  const [to, full] = [await s.addClass({ inHours: 100 }), await s.addClass({ inHours: 120, capacity: 1 })];
  await s.seat(full, person(2));
  await page.goto(`/console/classes/${from}`);
  await page.getByRole("button", { name: "More for Jane 1" }).click();
  await page.getByRole("link", { name: /^Move….*Jane 1/ }).click();
  await page.getByRole("heading", { name: "Move Jane 1’s booking" }).waitFor();
  assert.equal(await page.getByRole("radio").count(), 3);
  assert.equal(await page.locator("input[type=radio]:enabled").count(), 1);
  await look("three classes, one of them open");
  await page.locator("input[type=radio]:enabled").check();
  await page.getByRole("button", { name: "Move booking" }).click();
  await page.getByText("The booking is in this class now").waitFor();
  assert.equal(new URL(page.url()).pathname, `/console/classes/${to}`);
  await look("moved");
  const held = await s.hold(dear, person(3));
  page.allow(/Failed to load resource.*40[49]|410/);
  await page.goto(`/console/bookings/${held.id}/move`);
  await page.getByRole("heading", { name: "This booking is not paid yet" }).waitFor();
  await look("not paid yet");
  verdict();
});

Deno.test("a series: what changes, conflicts of every date, too few seats, what each cancel refunds, and every state is sound", async () => {
  await using t = await studio();
  const s = t.studio;
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(s, page);
  page.allow(/Failed to load resource.*(400|409|422)/);
  const { look, verdict } = looker(page);
  const { body: sarah } = await s.manage("POST", "instructors", { name: "Sarah" });
  const scheduledAt = iso(t.clock.now() + 3 * DAY);
  const weekly = { serviceId: s.serviceId, scheduledAt, repeat: { weekly: 3 } };
  const classes: { id: string; scheduledAt: string }[] = (await s.manage("POST", "classes", weekly)).body.items;
  const clash = iso(Date.parse(classes[2].scheduledAt) + HOUR);
  await s.manage("POST", "classes", { serviceId: s.serviceId, instructorId: sarah.id, scheduledAt: clash });
  for (const n of [1, 2]) await s.seat(classes[2].id, person(n));
  const path = `/console/classes/${classes[1].id}`;
  await page.goto(`${path}/edit`);
  await page.getByLabel("What changes").selectOption("following");
  await look("the choice of what changes");
  await page.getByLabel("Instructor").selectOption({ label: "Sarah" });
  await page.getByLabel("Length in minutes").fill("70");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Nothing is saved yet.").waitFor();
  assert.equal(await page.getByLabel("What changes").inputValue(), "following");
  await look("conflicts of a series");
  await page.goto(`${path}/edit`);
  await page.getByLabel("What changes").selectOption("following");
  await page.getByLabel("Seats").fill("1");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Nothing was changed: more seats than that are taken or held on").waitFor();
  await look("too few seats for a series");
  await page.goto(path);
  await page.locator("summary", { hasText: "Cancel this class" }).click();
  await look("this class, or those that follow");
  await page.getByRole("link", { name: "Cancel this and those that follow…" }).click();
  await page.getByRole("heading", { name: "Cancel 2 classes?" }).waitFor();
  await look("what each cancel refunds");
  await page.getByRole("button", { name: "Cancel 2 classes" }).click();
  await page.locator("#cancelling").waitFor();
  await look("cancelled");
  verdict();
});
