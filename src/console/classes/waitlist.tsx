/** Who waits for a seat, and whether one can be promoted. */
import type { Child } from "hono/jsx";
import { iso } from "../../domain/time.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { ButtonForm } from "../ui/form.tsx";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { openSeats } from "../ui/seat_meter.tsx";
import { hasBegun, seatsOf } from "./class_state.ts";

export function Waitlist({ call, view }: { call: PageContext; view: ClassView }) {
  if (view.waiting.length === 0) return null;
  const obstacle = whyNobodyCanBePromoted(call, view);
  return (
    <Section id="waitlist" title="Waitlist">
      <p class="lede muted small no-print" id="waitlist-why">{obstacle ?? describePromoting(call, view)}</p>
      <ol class="people ordered" role="list">
        {view.waiting.map((entry, place) => (
          <Row
            name={entry.client.name}
            href={`/console/clients/${entry.client.id}`}
            lines={[`Joined ${describeJoined(call, entry.joinedAt)}`]}
          >
            <Promote call={call} entry={entry} first={place === 0} disabled={obstacle !== null} />
          </Row>
        ))}
      </ol>
    </Section>
  );
}

function whyNobodyCanBePromoted(call: PageContext, view: ClassView): Child | null {
  if (hasBegun(call, view)) return "The class has begun, so nobody can be promoted any more.";
  if (openSeats(seatsOf(view)) === 0) {
    return "No seat is open, so nobody can be promoted. Release a held seat, cancel a booking, or add seats under Edit.";
  }
  if (view.canBePaid) return null;
  return (
    <>
      You can’t take payments yet, so nobody can be promoted. <a href="/console/payments">Connect Stripe</a>
    </>
  );
}

function describePromoting({ format, nowMs }: PageContext, view: ClassView): string {
  const open = openSeats(seatsOf(view));
  const seats = `${pluralize(open, "seat is", "seats are")} open, and anyone can book ${open === 1 ? "it" : "them"}.`;
  const { offerEndsAt: end } = view;
  const until = format.dateOf(end) === format.dateOf(iso(nowMs)) ? format.time(end) : format.dateTime(end);
  return view.session.priceCents === 0
    ? `${seats} Promote books one and notifies the client by email.`
    : `${seats} Promote holds ${open === 1 ? "it" : "one"} until ${until} and mails a payment link.`;
}

function describeJoined({ format, nowMs }: PageContext, at: string): string {
  return format.dateOf(at) === format.dateOf(iso(nowMs)) ? `today, ${format.time(at)}` : format.dateTime(at);
}

function Promote(
  { call, entry: { id, client }, first, disabled }: {
    call: PageContext;
    entry: ClassView["waiting"][number];
    first: boolean;
    disabled: boolean;
  },
) {
  const label = (
    <>
      Promote<span class="visually-hidden">{` ${client.name}`}</span>
    </>
  );
  if (disabled) {
    return <button class="button" type="button" aria-disabled="true" aria-describedby="waitlist-why">{label}</button>;
  }
  return (
    <ButtonForm
      call={call}
      action={`/console/waitlist/${id}/promote`}
      class="stack"
      button={first ? "button primary" : "button"}
    >
      {label}
    </ButtonForm>
  );
}
