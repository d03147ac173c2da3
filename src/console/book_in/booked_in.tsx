/** Somebody was just booked in: what was taken, and for a moment the way back. */
import { getClient } from "../../domain/clients.ts";
import type { RosterRow } from "../../domain/rosters.ts";
import { viewBooking } from "../../workflows/bookings/view_booking.ts";
import { bookInPath } from "./book_in_path.ts";
import { classPath } from "../classes/class_path.ts";
import { Form } from "../ui/form.tsx";
import type { Format } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";

export async function BookedIn({ call, enrollmentId }: { call: PageContext; enrollmentId: string }) {
  const { booking, session } = await viewBooking(call.ctx, call.provider.id, enrollmentId);
  const { email } = await getClient(call.ctx.db, call.provider.id, booking.client.id);
  const held = booking.status === "PendingPayment";
  const gone = booking.status !== "Confirmed" && !held;
  const { name } = booking.client;
  return (
    <div class="stack">
      <div class="notice good stack" role="status" tabindex={-1}>
        <h2>
          {gone ? `${name} is not booked any more` : held ? `A seat is held for ${name}` : `${name} is booked in`}
        </h2>
        {!gone && (
          <p>
            {describeTaken(call.format, booking, session.priceCents)}{" "}
            {email ? `The email is on its way to ${email}.` : "There is no email, so nothing was sent."}
          </p>
        )}
      </div>
      <div class="actions">
        {!gone && <Undo call={call} booking={booking} />}
        <a class="button quiet" href={bookInPath(session.id)}>Book another</a>
        <a class="button quiet" href={classPath(session.id)}>Back to the class</a>
      </div>
    </div>
  );
}

function Undo({ call, booking }: { call: PageContext; booking: RosterRow }) {
  const also = booking.paidWith === "credit"
    ? ", give the credit back"
    : booking.paidWith === "gift_card"
    ? ", give the money back to the card"
    : booking.paidWith === "offline"
    ? ", pay the money back yourself"
    : "";
  return (
    <Form call={call} action={`${bookInPath(booking.classId)}/undo`} class="actions">
      <input type="hidden" name="enrollment" value={booking.id} />
      <button class="button" type="submit">Undo{also}</button>
    </Form>
  );
}

function describeTaken(format: Format, booking: RosterRow, priceCents: number): string {
  const { paidWith, pack, offlineCents, expiresAt } = booking;
  switch (paidWith) {
    case "credit":
      return pack ? `1 credit of ${pack.name} is used, ${pack.left} left.` : "1 credit is used.";
    case "gift_card":
      return `${format.money(priceCents)} is taken from the gift card.`;
    case "offline":
      return `${format.money(offlineCents ?? 0)} is recorded as paid here.`;
    case "free":
      return "There is nothing to pay.";
    case "card":
      return "It is paid by card.";
    case null:
      return `${format.money(priceCents)} is to be paid${expiresAt ? ` by ${format.time(expiresAt)}` : ""}.`;
  }
}
