/** A gift card at the desk, in every state and look: looked up, short, unknown, taken, undone; and issued. */
import assert from "node:assert/strict";
import { studio } from "../support/studio.ts";
import { startBrowser } from "./browser.ts";
import { enterConsole } from "./entry.ts";
import { soundInEveryLook } from "./sound.ts";

Deno.test("a card is scanned, taken from and put back, and every state of the page is sound", async () => {
  await using t = await studio();
  const s = t.studio;
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  const { code, id } = (await s.manage("POST", "gift-cards", {
    amountCents: 7500,
    purchaserName: "Mei-Ling Zhao",
    recipientName: "Jane Doe",
  })).body;
  await enterConsole(s, page);
  const found: string[] = [];
  const look = (state: string) => soundInEveryLook(page, state).catch((error) => found.push(error.message));

  await page.goto("/console/sales/gift-cards");
  await look("the list");
  await page.getByRole("link", { name: "Redeem" }).click();
  await look("nothing typed");
  // A scanner types the code and Enter.
  page.allow(/400|404/);
  await page.getByLabel("Code").fill(code.slice(0, 15) + (code.at(-1) === "A" ? "B" : "A"));
  await page.keyboard.press("Enter");
  await page.getByText(/is close/).waitFor();
  await look("unknown");
  await page.getByLabel("Code").fill(code);
  await page.getByLabel(/^Amount/).fill("90");
  await page.getByRole("button", { name: "Look up" }).click();
  await page.getByRole("heading", { name: "The card has $15.00 less than $90.00" }).waitFor();
  await look("short");
  await page.getByLabel(/^Amount/).fill("30");
  await page.getByRole("button", { name: "Look up" }).click();
  await page.getByRole("button", { name: "Take $30.00, leave $45.00" }).waitFor();
  await look("looked up");
  await page.getByLabel(/^For what/).fill("Grip socks, 2 pairs");
  await page.getByRole("button", { name: "Take $30.00, leave $45.00" }).click();
  await page.getByRole("heading", { name: "$30.00 taken, $45.00 left" }).waitFor();
  assert.ok(!page.url().includes(code));
  await look("taken");
  await page.getByRole("button", { name: "Undo, put $30.00 back" }).click();
  await page.getByRole("heading", { name: "$30.00 is back on the card" }).waitFor();
  await look("undone");
  await page.goto(`/console/sales/gift-cards/${id}`);
  await look("the card");
  await page.goto("/console/sales/gift-cards/new");
  await look("to be issued");
  await page.getByLabel(/^Worth/).fill("50");
  await page.getByLabel("Bought by").fill("Ann");
  await page.getByRole("button", { name: "Issue the card" }).click();
  await page.getByRole("heading", { name: "$50.00 are on the card" }).waitFor();
  await look("issued");
  assert.equal(found.join("\n\n"), "");
});
