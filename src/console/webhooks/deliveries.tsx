/** What was sent to an endpoint, newest first; one of them is opened in its place. */
import type { WebhookEndpoint } from "../../domain/webhook_endpoints.ts";
import type { findDeliveredEvent, ManagedDelivery } from "../../domain/webhook_deliveries.ts";
import { Form } from "../ui/form.tsx";
import { pluralize } from "../ui/format.ts";
import { type Column, Table } from "../ui/listing.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Tag } from "../ui/tag.tsx";
import { Breaking } from "./breaking.tsx";
import { hostOf } from "./endpoint_state.tsx";

type DeliveredEvent = NonNullable<Awaited<ReturnType<typeof findDeliveredEvent>>>;

interface Props {
  call: PageContext;
  endpoint: WebhookEndpoint;
  path: string;
  /** Of the page of the list that is shown, or nothing. */
  cursor: string | undefined;
  rows: ManagedDelivery[];
  /** What `?open=` names. */
  opened: (DeliveredEvent & { deliveryId: string }) | null;
}

export function Deliveries({ call, endpoint, path, cursor, rows, opened }: Props) {
  return (
    <Table
      caption={opened ? "Deliveries, newest first; one is opened" : "Deliveries, newest first"}
      columns={columns(call, (id) => `${path}?${new URLSearchParams({ ...(cursor && { cursor }), open: id })}#${id}`)}
      rows={rows}
      opened={(one) =>
        one.id === opened?.deliveryId
          ? <Exchange call={call} endpoint={endpoint} path={path} cursor={cursor} delivery={one} event={opened} />
          : null}
    />
  );
}

function columns({ format }: PageContext, hrefOf: (id: string) => string): Column<ManagedDelivery>[] {
  return [
    {
      head: "Event",
      cell: (one) => (
        <>
          <a href={hrefOf(one.id)}>
            <Breaking text={one.type} />
          </a>
          <span class="sub narrow-line">
            <time datetime={one.createdAt}>{format.dateTime(one.createdAt)}</time>
          </span>
        </>
      ),
    },
    {
      head: "Time",
      cell: (one) => <time datetime={one.createdAt}>{format.dateTime(one.createdAt)}</time>,
      wide: true,
    },
    {
      head: "Status",
      cell: (one) => (
        <>
          <DeliveryTag of={one} /> {one.lastStatus}
          {one.lastStatus === null && one.lastError && <span class="sub">{one.lastError}</span>}
          <span class="sub narrow-line">
            {pluralize(one.attempts, "attempt")}
            {one.nextAttemptAt && `, next ${format.dateTime(one.nextAttemptAt)}`}
          </span>
        </>
      ),
    },
    { head: "Attempts", cell: (one) => String(one.attempts), num: true, wide: true },
    {
      head: "Next try",
      cell: (one) => one.nextAttemptAt ? format.dateTime(one.nextAttemptAt) : <span class="muted">none</span>,
      num: true,
      wide: true,
    },
  ];
}

function DeliveryTag({ of }: { of: ManagedDelivery }) {
  if (of.state === "delivered") return <Tag kind="good">Delivered</Tag>;
  return of.state === "failed" ? <Tag kind="bad">Failed</Tag> : <Tag kind="attention">Waiting</Tag>;
}

interface ExchangeProps extends Omit<Props, "rows" | "opened"> {
  delivery: ManagedDelivery;
  event: DeliveredEvent;
}

/** What Alera sends, and what came of it. */
function Exchange({ call, endpoint, path, cursor, delivery, event }: ExchangeProps) {
  const { format } = call;
  const { attempts, lastStatus, lastError, nextAttemptAt } = delivery;
  return (
    <div class="exchange" id={delivery.id}>
      <div>
        <h3>What Alera sends</h3>
        <pre
          class="code"
          tabindex={0}
          role="region"
          aria-label="Request"
        ><code>{requestOf(endpoint, event)}</code></pre>
      </div>
      <div>
        <h3>What came back</h3>
        <p>
          {attempts === 0 ? "Not sent yet." : lastError ?? `It answered ${lastStatus}.`}
        </p>
        <p class="muted">
          {pluralize(attempts, "attempt")}.
          {nextAttemptAt && ` Next try ${format.dateTime(nextAttemptAt)}.`}
        </p>
      </div>
      <Form call={call} action={`${path}/replay`} class="actions">
        <input type="hidden" name="event" value={event.eventId} />
        {endpoint.status === "enabled" && event.type !== "ping" && (
          <button class="button primary" type="submit">Send again now</button>
        )}
        <a class="button quiet" href={`${path}${cursor ? `?${new URLSearchParams({ cursor })}` : ""}#deliveries`}>
          Close
        </a>
      </Form>
    </div>
  );
}

/** Without the query of the address, which may hold a secret; time and signature are each try's own. */
function requestOf(endpoint: WebhookEndpoint, { eventId, type, createdAt, data }: DeliveredEvent): string {
  const body = { type, timestamp: createdAt, data: JSON.parse(data) };
  return [
    `POST ${new URL(endpoint.url).pathname} HTTP/1.1`,
    `host: ${hostOf(endpoint)}`,
    "content-type: application/json",
    `webhook-id: ${eventId}`,
    "webhook-timestamp: …",
    "webhook-signature: v1,…",
    "",
    JSON.stringify(body, null, 2),
  ].join("\n");
}
