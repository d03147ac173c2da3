/** A connected account, with switches. */
import { deauthorize, getAccount, setAccount } from "../accounts.ts";
import type { World } from "../world.ts";
import { nameOf, standing } from "./account_name.ts";
import { button, facts, HOME, seeOther } from "./elements.ts";
import { layout } from "./layout.ts";
import { markup } from "./markup.ts";
import { noSuchButton } from "./message.ts";

/** @throws Error when there is no such account */
export function accountPage(world: World, id: string): Response {
  const account = getAccount(world, id);
  const path = `/accounts/${encodeURIComponent(account.id)}`;
  const yes = (value: boolean) => value ? "yes" : "no";
  const power = account.chargesEnabled
    ? button(`${path}/disable`, "Switch payments off")
    : button(`${path}/enable`, "Switch payments on");
  return layout(
    nameOf(account),
    markup`<section>
${
      facts([
        ["Id", account.id],
        ["State", standing(account)],
        ["Charges", yes(account.chargesEnabled)],
        ["Payouts", yes(account.payoutsEnabled)],
        ["Details submitted", yes(account.detailsSubmitted)],
      ])
    }${!account.deauthorized && [power, button(`${path}/deauthorize`, "Disconnect from the platform")]}</section>
${HOME}`,
  );
}

/** A switch of the page. @throws Error when there is no such account */
export function accountAction(world: World, id: string, action: string | undefined): Response {
  if (action === "enable") {
    setAccount(world, id, { chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true });
  } else if (action === "disable") setAccount(world, id, { chargesEnabled: false, payoutsEnabled: false });
  else if (action === "deauthorize") deauthorize(world, id);
  else return noSuchButton();
  return seeOther(`/accounts/${encodeURIComponent(id)}`);
}
