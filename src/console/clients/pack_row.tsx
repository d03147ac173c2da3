/** A pack on its client's page, with every use of its credits. */
import type { CreditEntry } from "../../domain/client_packages.ts";
import type { PackWithCredits } from "../../workflows/clients/view_client.ts";
import { DateTime, isPast, ShortDate } from "../ui/date_time.tsx";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row } from "../ui/row.tsx";
import { Tag } from "../ui/tag.tsx";

interface Props {
  call: PageContext;
  pack: PackWithCredits;
}

export function PackRow({ call, pack }: Props) {
  const expired = isPast(call, pack.expiresAt);
  return (
    <Row
      name={<strong class="what">{pack.packageTypeName}</strong>}
      tags={[expired ? <Tag>Expired</Tag> : pack.sessionsRemaining === 0 && <Tag>Used up</Tag>]}
      lines={[
        <>
          {pack.sessionsRemaining} of {pack.sessionsTotal} left. {pack.expiresAt === null ? "Never expires." : (
            <>
              {expired ? "Expired" : "Expires"} <ShortDate call={call} at={pack.expiresAt} />.
            </>
          )} Bought <ShortDate call={call} at={pack.boughtAt} />.
        </>,
      ]}
      more={pack.credits.length > 0 && <Credits call={call} pack={pack} />}
    />
  );
}

function Credits({ call, pack }: Props) {
  const used = pack.credits.filter((one) => one.delta === -1).length;
  const returned = pack.credits.length - used;
  return (
    <details>
      <summary>
        {pluralize(used, "credit")} used{returned ? `, ${returned} returned` : ""}
        <span class="visually-hidden">{` of ${pack.packageTypeName}`}</span>
      </summary>
      <ol class="entries" role="list">{pack.credits.map((one) => <Credit call={call} entry={one} />)}</ol>
    </details>
  );
}

function Credit({ call, entry }: { call: PageContext; entry: CreditEntry }) {
  const used = entry.delta === -1;
  return (
    <li>
      {used ? "Used" : "Returned"} <DateTime call={call} at={entry.at} />
      <span class="sub">
        {used ? "for " : "from "}
        <a href={`/console/classes/${entry.classId}`}>{entry.className}</a>,{" "}
        <DateTime call={call} at={entry.scheduledAt} />
      </span>
    </li>
  );
}
