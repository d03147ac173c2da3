/** What saving the profile has changed, and what to look at now. */
import { formatMoney } from "../../domain/money.ts";
import { Notice } from "../ui/flash.tsx";
import type { PageContext } from "../ui/page_context.ts";

export function ProfileSaved({ call: { query, provider } }: { call: PageContext }) {
  const done = /^saved((?:-(?:email|zone|currency))*)$/.exec(query.get("done") ?? "");
  if (!done) return null;
  const changed = done[1].split("-");
  const was = /^[a-z]{3}$/.exec(query.get("was") ?? "")?.[0];
  const figures = was && `: what was ${formatMoney(2000, was)} is ${formatMoney(2000, provider.currency)} now`;
  return (
    <Notice kind="good">
      <p>Saved.</p>
      {changed.includes("email") && (
        <p>
          Sign-in links go to {provider.email}{" "}
          from now on. The old address is notified. Every other device is signed out.
        </p>
      )}
      {changed.includes("zone") && (
        <p>
          Classes and closures stay at the same moment, so other hours are shown for them now. Check them on{" "}
          <a href="/console">your schedule</a>.
        </p>
      )}
      {changed.includes("currency") && (
        <p>
          Prices kept their figures{figures}. Check them in <a href="/console/settings/services">services</a> and{" "}
          <a href="/console/settings/packs">packs</a>.
        </p>
      )}
    </Notice>
  );
}
