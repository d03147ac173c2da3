/** The owner books somebody in at the door, by a name that is known and by a new one, in every look. */
import assert from "node:assert/strict";
import { person, studio } from "../support/studio.ts";
import { startBrowser } from "./browser.ts";
import { enterConsole } from "./entry.ts";
import { soundInEveryLook } from "./sound.ts";

Deno.test("somebody at the door pays here, a known client with a credit, and every state of the page is sound", async () => {
  await using t = await studio();
  const s = t.studio;
  await s.buyPack(person(1), 3);
  const classId = await s.addClass({ capacity: 2 });
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(s, page);
  const found: string[] = [];
  const look = (state: string) => soundInEveryLook(page, state).catch((error) => found.push(error.message));

  await page.goto(`/console/classes/${classId}`);
  await page.getByRole("link", { name: "Book somebody in" }).click();
  await page.getByLabel("Who?").fill("jane");
  await page.keyboard.press("Enter");
  await page.getByText("1 client with “jane”, or somebody new").waitFor();
  await look("a client is found");
  await page.getByRole("button", { name: "Book in, 1 credit" }).click();
  await page.getByRole("heading", { name: "Jane 1 is booked in" }).waitFor();
  await look("booked with a credit");
  await page.getByRole("link", { name: "Book another" }).click();

  await page.getByRole("radio", { name: /^New client/ }).check();
  await page.getByLabel("Name", { exact: true }).fill("Walk In");
  await page.getByRole("radio", { name: /^Paid here/ }).check();
  assert.equal(await page.getByLabel(/^Amount/).inputValue(), "20.00");
  await look("somebody new pays here");
  await page.getByRole("radio", { name: /^Gift card/ }).check();
  await look("with a gift card");
  await page.getByRole("radio", { name: /^Send a payment link/ }).check();
  await look("by a link");
  await page.getByRole("radio", { name: /^Paid here/ }).check();
  await page.getByRole("button", { name: "Book in, paid here" }).click();
  await page.getByRole("heading", { name: "Walk In is booked in" }).waitFor();
  await look("booked, paid here");
  await page.getByRole("link", { name: "Book another" }).click();
  await page.getByRole("heading", { name: "The class is full" }).waitFor();
  await look("full");
  await page.goto(`/console/classes/${classId}`);
  await page.getByText("Paid $20.00 here").waitFor();
  await page.goto("/console/clients/new");
  await look("a client to add");
  const [{ id }] = (await s.manage("GET", "clients?q=walk")).body.items;
  await page.goto(`/console/clients/${id}/merge?q=jane`);
  await look("two to merge");
  assert.equal(found.join("\n\n"), "");
});
