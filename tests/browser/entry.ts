/** The owner's way into the console, in a browser. */
import { signinPath } from "../support/console.ts";
import type { Studio } from "../support/studio.ts";
import type { OpenPage } from "./browser.ts";

/** Signs the browser in as the owner of a studio of this process, by the mailed link. */
export async function enterConsole(s: Studio, page: OpenPage): Promise<void> {
  await page.goto("/console");
  await page.getByLabel("Email").fill((await s.manage("GET", "provider")).body.email);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await page.getByRole("heading", { name: "Check your email" }).waitFor();
  await s.t.settle();
  await page.goto(signinPath(s.t));
  await page.getByRole("button", { name: /^Open / }).click();
  await page.waitForURL("**/console");
}
