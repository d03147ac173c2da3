/** What the client is mailed, by who and how is chosen. */
import { freeCancellationEnd } from "../../domain/cancellations.ts";
import { ms } from "../../domain/time.ts";
import type { BookInView } from "../../workflows/bookings/view_book_in.ts";
import { firstName } from "../ui/contact.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { placed } from "./choices.ts";
import { linkEnd } from "./payments.tsx";

export function MailPreview({ call, view }: { call: PageContext; view: BookInView }) {
  const { format } = call;
  const { session } = view;
  const price = format.money(session.priceCents);
  const when = `${session.nameSnapshot}, ${format.dateTime(session.scheduledAt)}`;
  return (
    <section class="stack aside" aria-labelledby="mail">
      <h2 id="mail">What the email will say</h2>
      <div class="letter">
        <p class="mail-head">
          {placed(view).map(({ candidate: { name, email }, place }) => (
            <span class={`of of-${place}`}>
              {email ? `To ${email}` : `${firstName(name)} has no email: nothing is sent.`}
            </span>
          ))}
          <span class="of of-new">To the email above, if there is one</span>
          <strong>
            <span class="unless-link">You’re booked: {when}</span>
            <span class="if-link">Your seat: {when}</span>
          </strong>
        </p>
        <p>
          <span class="unless-link">Your seat is booked. See you there.</span>
          <span class="if-link">We hold a seat for you. Please pay {price} by {format.time(linkEnd(call, view))}.</span>
        </p>
        <p class="when flat credit has-pack">Paid: 1 class from your pack.</p>
        <p class="when flat paid">Paid: the amount, at the studio.</p>
        <p class="when flat card">Paid: {price} from the gift card.</p>
        {session.priceCents > 0 && <CancelRules call={call} view={view} />}
      </div>
      <p class="muted small">
        It leaves at once, and brings <span class="unless-link">a calendar file and the link to cancel</span>
        <span class="if-link">the payment link</span>.
      </p>
    </section>
  );
}

function CancelRules({ call: { format, nowMs }, view: { session } }: { call: PageContext; view: BookInView }) {
  const end = freeCancellationEnd(session);
  const late = nowMs > ms(end);
  const until = late ? "Free cancellation has ended" : `Free cancellation until ${format.dateTime(end)}`;
  const credit = late ? "the class does not return to your pack any more" : "the class returns to your pack";
  const card = late ? "nothing goes back to the gift card any more" : "the whole amount goes back to the gift card";
  const link = late ? "there is no refund any more" : "you get a full refund";
  return (
    <>
      <p class="when flat credit has-pack">{until}: {credit}.</p>
      <p class="when flat card">{until}: {card}.</p>
      <p class="when flat link">{until}: {link}.</p>
    </>
  );
}
