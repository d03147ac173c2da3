/** The hosted onboarding of an account. */
import { finishLink, openLink } from "../account_links.ts";
import type { World } from "../world.ts";
import { nameOf } from "./account_name.ts";
import { button, seeOther } from "./elements.ts";
import { layout } from "./layout.ts";
import { markup } from "./markup.ts";
import { noSuchButton } from "./message.ts";

/** @throws Error when there is no such link */
export function onboardingPage(world: World, token: string): Response {
  const opened = openLink(world, token);
  if ("redirect" in opened) return seeOther(opened.redirect);
  const { account } = opened;
  const path = `/setup/${encodeURIComponent(token)}`;
  return layout(
    `Set up ${nameOf(account)}`,
    markup`<section>
<p>Stripe would ask for the business, its owner and its bank account here.</p>
<p class="dim">${account.id}</p>
${
      !account.cardPaymentsRequested &&
      markup`<p class="note">Card payments were never requested for this account: finishing will not enable charges.</p>\n`
    }${button(`${path}/finish`, "Finish onboarding", "main")}${
      button(`${path}/leave`, "Leave without finishing")
    }</section>`,
  );
}

/** A button of the page. @throws Error when there is no such link */
export function onboardingAction(world: World, token: string, action: string | undefined): Response {
  if (action !== "finish" && action !== "leave") return noSuchButton();
  return seeOther(finishLink(world, token, { complete: action === "finish" }));
}
