/** The class has no seat left. */
import type { BookInView } from "../../workflows/bookings/view_book_in.ts";
import { classPath } from "../classes/class_path.ts";
import { seatsOf } from "../classes/class_state.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";

export function ClassIsFull({ call, view }: { call: PageContext; view: BookInView }) {
  const { capacity, booked, held } = seatsOf(view);
  const [first] = view.holds;
  const until = first?.expiresAt ? ` until ${call.format.time(first.expiresAt)}, while ${first.client.name} pays` : "";
  const path = classPath(view.session.id);
  return (
    <div class="stack">
      <div class="notice attention stack" role="status">
        <h2>The class is full</h2>
        <p>
          {booked} {booked === 1 ? "is" : "are"} booked
          {held > 0 && ` and ${pluralize(held, "seat is", "seats are")} held${held === 1 ? until : ""}`}. Nobody can be
          booked over the {pluralize(capacity, "seat")}.
        </p>
      </div>
      <div class="actions">
        <a class="button" href={`${path}/edit`}>Change the seats</a>
        <a class="button quiet" href={path}>Back to the class</a>
      </div>
    </div>
  );
}
