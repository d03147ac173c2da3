/** The list of closures. */
import { iso, ms } from "../../domain/time.ts";
import { allClosures, type Closure } from "../../workflows/catalog/list_catalog.ts";
import { Empty } from "../ui/empty.tsx";
import { type Format, pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row, RowLink, Rows } from "../ui/row.tsx";
import { NewLink, settingsPage } from "../ui/settings_page.tsx";

const CLOSURES = "/console/settings/closures";

/** GET: the list, past ones folded. */
export async function closuresPage(call: PageContext): Promise<Response> {
  const all = await allClosures(call.ctx, call.provider.id);
  const ahead = all.filter((one) => ms(one.endsAt) > call.nowMs);
  const past = all.filter((one) => ms(one.endsAt) <= call.nowMs).reverse();
  return settingsPage(
    call,
    "closures",
    {
      intro: "Times at which you are closed, shown on your site beside the classes. They cancel none.",
      actions: <NewLink href={`${CLOSURES}/new`} label="New closure" first={ahead.length === 0} />,
      flash: { made: "The closure is created.", deleted: "The closure is deleted." },
    },
    ahead.length
      ? <Closures call={call} closures={ahead} />
      : <Empty what="No closures ahead." how="Tell your clients before a holiday, so that nobody comes in vain." />,
    past.length > 0 && (
      <details>
        <summary>{pluralize(past.length, "past closure")}</summary>
        <Closures call={call} closures={past} />
      </details>
    ),
  );
}

function Closures({ call, closures }: { call: PageContext; closures: Closure[] }) {
  return (
    <Rows>
      {closures.map((one) => (
        <Row
          name={one.label}
          lines={[<time datetime={one.startsAt}>{describeClosure(call.format, one)}</time>]}
          actions={<RowLink href={`${CLOSURES}/${one.id}/delete`} label="Delete…" of={one.label} danger dialog />}
        />
      ))}
    </Rows>
  );
}

/** `Mon, May 25, all day` · `Mon, May 25 to Tue, May 26, all day` · `Mon, May 25, 12:00 – 2:00 PM` */
export function describeClosure(
  format: Format,
  { startsAt, endsAt, allDay }: Pick<Closure, "startsAt" | "endsAt" | "allDay">,
): string {
  if (!allDay) {
    const minutes = Math.round((ms(endsAt) - ms(startsAt)) / 60_000);
    return `${format.shortDate(startsAt)}, ${format.span(startsAt, minutes)}`;
  }
  const [first, last] = [format.shortDate(startsAt), format.shortDate(iso(ms(endsAt) - 1))];
  return `${first === last ? first : `${first} to ${last}`}, all day`;
}
