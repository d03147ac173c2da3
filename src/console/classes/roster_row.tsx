/** One person with a seat: how it was paid, and whether they came. */
import type { PropsWithChildren } from "hono/jsx";
import type { RosterRow as Booking } from "../../domain/rosters.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Row, RowLink, RowMenu } from "../ui/row.tsx";
import { Tag } from "../ui/tag.tsx";
import { hasBegun } from "./class_state.ts";
import { describeSeatPayment } from "./describe_seat_payment.ts";

/** The part of the page that an attendance button changes; script puts in the new one. */
export const ROSTER = "roster-part";

interface Props {
  call: PageContext;
  view: ClassView;
  booking: Booking;
}

/** @param checksIn whether check-in is open */
export function RosterRow({ call, view, booking, checksIn }: Props & { checksIn: boolean }) {
  const { id, client, firstVisit, status, checkedInAt } = booking;
  const closed = view.session.status === "Cancelled";
  const isNoShow = !closed && status === "NoShow";
  return (
    <Row
      id={`b-${id}`}
      name={client.name}
      href={`/console/clients/${client.id}`}
      tags={[
        isNoShow && <Tag kind="bad">No-show</Tag>,
        firstVisit && !isNoShow && !closed && <Tag kind="good">First visit</Tag>,
      ]}
      lines={[describeSeatPayment(call.format, booking)]}
      note={client.note && client.noteAbout ? `About ${client.noteAbout}: ${client.note}` : client.note}
    >
      {!closed && (
        <Form call={call} action={`/console/bookings/${id}/attendance`} class="actions">
          {isNoShow && (
            <AttendanceButton id={id} value="undo">
              Undo<span class="visually-hidden">{` no-show of ${client.name}`}</span>
            </AttendanceButton>
          )}
          {!isNoShow && checksIn && (
            <AttendanceButton id={id} value={checkedInAt ? "undo" : "here"} pressed={checkedInAt !== null}>
              {checkedInAt && <Icon name="check" />}Here<span class="visually-hidden">: {client.name}</span>
            </AttendanceButton>
          )}
          {!isNoShow && <Menu call={call} view={view} booking={booking} />}
        </Form>
      )}
    </Row>
  );
}

/** The same element in every state: it keeps the focus. */
function AttendanceButton(
  { id, value, pressed, children }: PropsWithChildren<{ id: string; value: string; pressed?: boolean }>,
) {
  return (
    <button
      class="button here"
      type="submit"
      name="attendance"
      value={value}
      aria-pressed={pressed === undefined ? undefined : String(pressed)}
      id={`here-${id}`}
      data-swaps={ROSTER}
    >
      {children}
    </button>
  );
}

function Menu({ call, view, booking: { id, client, status } }: Props) {
  const begun = hasBegun(call, view);
  const cancellable = view.session.status === "Scheduled" && status === "Confirmed";
  if (!begun && !cancellable) return null;
  return (
    <RowMenu id={`m-${id}`} name={client.name}>
      {begun && (
        <button
          class="button quiet"
          type="submit"
          name="attendance"
          value="no-show"
          data-swaps={ROSTER}
          data-focus={`here-${id}`}
        >
          No-show<span class="visually-hidden">: {client.name}</span>
        </button>
      )}
      {cancellable && <RowLink href={`/console/bookings/${id}/move`} label="Move…" of={`booking of ${client.name}`} />}
      {cancellable && (
        <RowLink
          href={`/console/bookings/${id}/cancel`}
          label="Cancel…"
          of={`booking of ${client.name}`}
          danger
          dialog
        />
      )}
    </RowMenu>
  );
}
