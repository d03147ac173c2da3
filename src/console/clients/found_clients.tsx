/** The clients that a search found, a page at a time, and their order. */
import type { ClientOrder } from "../../domain/client_search.ts";
import { formatPhone, pluralize } from "../ui/format.ts";
import { Pager } from "../ui/listing.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Row, Rows } from "../ui/row.tsx";
import { ShortDate } from "../ui/date_time.tsx";
import { type FoundClient, type Search, searchPath } from "./search.ts";

interface Props {
  call: PageContext;
  search: Search;
  clients: FoundClient[];
  nextCursor: string | null;
}

const ORDERS: [ClientOrder, string][] = [["newest", "Newest first"], ["name", "By name"]];

export function FoundClients({ call, search, clients, nextCursor }: Props) {
  const { q, order, cursor } = search;
  return (
    <>
      <div class="section-head list-head">
        <p class="muted small" data-found>
          {pluralize(clients.length, "client")}
          {q ? ` found for “${q}”` : ""}
          {cursor || nextCursor ? " on this page" : ""}
        </p>
        <nav class="sorts" aria-label="Order">
          {ORDERS.map(([one, label]) => (
            <a href={searchPath({ q, order: one })} aria-current={one === order ? "true" : undefined}>{label}</a>
          ))}
        </nav>
      </div>
      <Rows>
        {clients.map((client) => (
          <Row
            class="client"
            name={client.name}
            href={`/console/clients/${client.id}`}
            lines={[client.email, client.phone && formatPhone(client.phone)]}
          >
            <p class="muted small">
              Since <ShortDate call={call} at={client.createdAt} />
            </p>
          </Row>
        ))}
      </Rows>
      <Pager
        first={cursor && searchPath({ q, order })}
        next={nextCursor && searchPath({ q, order, cursor: nextCursor })}
      />
    </>
  );
}
