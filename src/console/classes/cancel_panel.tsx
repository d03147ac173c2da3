/** Cancelling the class: what is refunded to whom stands before the click. */
import { refundsOfClass } from "../../workflows/classes/refundable.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { Fields, lines } from "../ui/declared_fields.tsx";
import { Form } from "../ui/form.tsx";
import { people, pluralize } from "../ui/format.ts";
import { Table } from "../ui/listing.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { classPath } from "./class_path.ts";
import { describeMethod } from "./describe_seat_payment.ts";

interface Props {
  call: PageContext;
  view: ClassView;
}

export function CancelPanel({ call, view }: Props) {
  const recipients = describeRecipients(view);
  const path = `${classPath(view.session.id)}/cancel`;
  const fields = {
    message: lines({
      label: (
        <>
          Message to clients <span class="muted">(optional)</span>
        </>
      ),
      hint: `Goes into the email to the ${recipients}.`,
    }),
  };
  return (
    <details class="cancel-class no-print" open={call.refused !== null && call.path === path}>
      <summary>
        <h2 id="cancel-class">Cancel this class</h2>
      </summary>
      <div class="split">
        <div class="stack">
          <Refunds call={call} view={view} />
        </div>
        <Form call={call} action={path}>
          <input type="hidden" name="seen" value={versionOf(view)} />
          {recipients && <Fields form={{ call, stored: {} }} fields={fields} />}
          <button class="button final" type="submit">{describeButton(call, view)}</button>
          {view.session.seriesId && (
            <a class="button quiet danger" href={`${path}-series`}>Cancel this and those that follow…</a>
          )}
        </Form>
      </div>
    </details>
  );
}

function Refunds({ call: { format }, view }: Props) {
  const { rows, cents, credits } = refundsOfClass(view);
  const waiting = view.waiting.length;
  if (rows.length === 0) {
    return (
      <p>
        Nobody has booked, so there is nothing to refund.{" "}
        {waiting ? `${people(waiting)} waiting ${waiting === 1 ? "is" : "are"} notified.` : ""} This can’t be undone.
      </p>
    );
  }
  const total = [cents ? format.money(cents) : "", credits ? pluralize(credits, "credit") : ""].filter(Boolean);
  const who = ({ booking }: typeof rows[number]) => (
    <>
      {booking.client.name}
      <span class="sub">{describeMethod(booking)}</span>
    </>
  );
  const refund = (one: typeof rows[number]) =>
    one.cents ? format.money(one.cents) : one.credits ? "1 credit" : "Nothing due";
  return (
    <>
      <p>
        Everyone below is notified by email and refunded what they paid, however late it is. This can’t be undone.
      </p>
      <Table
        caption="What is refunded to each person"
        rows={rows}
        columns={[
          { head: "Client", cell: who, total: people(rows.length) },
          { head: "Refund", cell: refund, num: true, total: total.join(" and ") || "Nothing due" },
        ]}
      />
    </>
  );
}

/** `2 people booked, 1 paying and 1 waiting`; empty when there is nobody. */
function describeRecipients({ seated, holds, waiting }: ClassView): string {
  return list.format([
    seated.length ? `${people(seated.length)} booked` : "",
    holds.length ? `${holds.length} paying` : "",
    waiting.length ? `${waiting.length} waiting` : "",
  ].filter(Boolean));
}

/** Without the comma before "and". */
const list = new Intl.ListFormat("en-GB");

function describeButton({ format }: PageContext, view: ClassView): string {
  const { cents, credits } = refundsOfClass(view);
  if (cents) return `Cancel class, refund ${format.money(cents)}`;
  if (credits) return `Cancel class, return ${pluralize(credits, "credit")}`;
  return view.seated.length ? `Cancel class, notify ${people(view.seated.length)}` : "Cancel class";
}

/** What the owner saw before the click: never is more refunded than was shown. */
export function versionOf(view: ClassView): string {
  const { rows, cents, credits } = refundsOfClass(view);
  return `${rows.length}.${cents}.${credits}`;
}
