/** The page on which an owner books somebody into a class. */
import { clientSearch } from "../../schemas/clients.ts";
import { viewBookIn } from "../../workflows/bookings/view_book_in.ts";
import { ClassHead } from "../classes/class_head.tsx";
import { classPath } from "../classes/class_path.ts";
import { isOver, seatsOf } from "../classes/class_state.ts";
import { Empty } from "../ui/empty.tsx";
import { Form } from "../ui/form.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { openSeats } from "../ui/seat_meter.tsx";
import { bookInPath } from "./book_in_path.ts";
import { BookedIn } from "./booked_in.tsx";
import { ClassIsFull } from "./full.tsx";
import { MailPreview } from "./mail_preview.tsx";
import { Payments } from "./payments.tsx";
import { BookButtons } from "./buttons.tsx";
import { People, Search } from "./people.tsx";

/** GET: the page; also after a form that was not accepted. */
export async function bookInPage(call: PageContext): Promise<Response> {
  const typed = call.form.has("q") ? call.form.text("q") : call.query.get("q") ?? "";
  const { data, success } = clientSearch.safeParse(typed);
  const q = success ? data?.trim() : undefined;
  const view = await viewBookIn(call.ctx, call.provider.id, call.id, { q, code: call.form.text("code") });
  const { session } = view;
  const booked = call.query.get("booked");
  const page = {
    title: `Book somebody in, ${session.nameSnapshot}, ${call.format.dateTime(session.scheduledAt)}`,
    heading: "Book somebody in",
    tab: "schedule",
    back: { href: classPath(session.id), label: `${session.nameSnapshot}, ${call.format.time(session.scheduledAt)}` },
    headMore: <ClassHead call={call} view={view} named />,
    flash: { undone: "The booking is cancelled, and the client is notified if there is an email." },
  } as const;
  if (booked && !call.refused) return showPage(call, page, await BookedIn({ call, enrollmentId: booked }));
  if (session.status !== "Scheduled" || isOver(call, view)) {
    const what = session.status === "Cancelled" ? "The class was cancelled." : "The class is over.";
    return showPage(call, page, <Empty what={`${what} Nobody can be booked in any more.`} />);
  }
  // Somebody who holds a seat unpaid can pay at the desk, even when no other is left: the API takes that, this page shows the class full.
  if (openSeats(seatsOf(view)) === 0) return showPage(call, page, <ClassIsFull call={call} view={view} />);
  return showPage(
    call,
    page,
    <Search path={bookInPath(session.id)} typed={typed} />,
    <Form call={call} action={bookInPath(session.id)} class="split booking first">
      <input type="hidden" name="q" value={typed} />
      <div class="stack roomy">
        <People call={call} view={view} q={q} />
        <Payments call={call} view={view} />
      </div>
      <MailPreview call={call} view={view} />
      <BookButtons call={call} view={view} />
    </Form>,
  );
}
