/** What needs the owner now, at most three rows, each one link. */
import type { WeekView } from "../../workflows/classes/list_week.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";

export function NeedsYou({ call, view }: { call: PageContext; view: WeekView }) {
  const { format } = call;
  const rows: { href: string; title: string; text: string; go: string }[] = [
    ...view.refundsInNeed.map((one) => ({
      href: "/console/payments#refunds",
      title: one.state === "owed" ? "A refund failed." : "A refund needs you.",
      text: `Stripe could not return ${format.money(one.amountCents)} to ${one.clientName ?? "a client"}.`,
      go: "See why",
    })),
    ...view.choices.map((one) => ({
      href: `/console/classes/${one.id}#waitlist`,
      title: "A seat opened",
      text: `in ${one.nameSnapshot}, ${lower(format.day(one.scheduledAt))} at ${format.time(one.scheduledAt)}. ${
        pluralize(one.waitingCount, "person is", "people are")
      } waiting.`,
      go: "Choose who gets it",
    })),
    ...(view.chargesEnabled ? [] : [{
      href: "/console/payments",
      title: "You can’t take payments yet.",
      text: "Free classes can be booked; paid ones can’t.",
      go: "Connect Stripe",
    }]),
  ];
  if (rows.length === 0) return null;
  return (
    <section class="needs" aria-labelledby="needs">
      <h2 id="needs" class="visually-hidden">Needs you</h2>
      <ul role="list">
        {rows.slice(0, 3).map((row) => (
          <li>
            <a href={row.href}>
              <span>
                <strong>{row.title}</strong> {row.text}
              </span>
              <span class="go">{row.go}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `today, Thursday …` within a sentence; weekdays keep their capital. */
const lower = (day: string) => day.replace(/^(Today|Tomorrow|Yesterday),/, (word) => word.toLowerCase());
