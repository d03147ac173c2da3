/** What cancelling this booking means, and the buttons: a look per kind of payment. */
import type { Child } from "hono/jsx";
import { HOUR, ms } from "../../domain/time.ts";
import type { BookingView } from "../../workflows/bookings/view_booking.ts";
import { refundableNow } from "../../workflows/classes/refundable.ts";
import { classPath } from "../classes/class_path.ts";
import { describeCancelWindow } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";

interface Props {
  call: PageContext;
  view: BookingView;
}

export function CancelChoice(props: Props) {
  const { booking } = props.view;
  const { cents, credits } = refundableNow(booking);
  if (booking.status === "PendingPayment") return <ReleaseSeat {...props} />;
  if (booking.refund?.state === "intent") return <RetryRefund {...props} cents={cents} />;
  if (credits) return <ReturnCredit {...props} />;
  return cents ? <RefundCard {...props} cents={cents} /> : <NothingPaid {...props} />;
}

const firstWord = ({ booking }: BookingView) => booking.client.name.split(" ")[0];

function ReleaseSeat({ call, view }: Props) {
  const first = firstWord(view);
  const { payment } = view.booking;
  return (
    <Choice call={call} view={view} full="Release seat" keep="Keep holding the seat">
      {payment?.processing
        ? `${first}’s bank is working on the payment of ${
          call.format.money(payment.amountCents)
        }. Releasing cancels the booking now; a payment that still arrives is refunded in full.`
        : `${first} has not paid. Releasing closes the payment page. Should ${first} pay at this very moment, the payment is refunded in full.`}
    </Choice>
  );
}

function RetryRefund({ call, view, cents }: Props & { cents: number }) {
  const amount = call.format.money(cents);
  return (
    <Choice call={call} view={view} full={`Try again, refund ${amount}`} keep="Wait for Stripe">
      A refund of {amount}{" "}
      was requested already, and Stripe has not answered yet. The booking is cancelled once Stripe accepts it.
    </Choice>
  );
}

function ReturnCredit({ call, view }: Props) {
  const pack = view.booking.pack?.name ?? "pack";
  return (
    <Choice call={call} view={view} none="Cancel, keep the credit" full="Cancel and return the credit">
      <Rule call={call} view={view} />
      {view.late
        ? `the credit is kept. You can still return it to the ${pack}.`
        : `the credit is returned to the ${pack}.`}
    </Choice>
  );
}

function NothingPaid({ call, view }: Props) {
  return (
    <Choice call={call} view={view} full="Cancel booking, no refund due">
      {describeStart(call, view)} {firstWord(view)} has paid nothing, so there is nothing to refund.
    </Choice>
  );
}

function RefundCard({ call, view, cents }: Props & { cents: number }) {
  const { money } = call.format;
  const outside = view.booking.payment!.refundedOutsideCents;
  const amount = outside ? `the remaining ${money(cents)}` : money(cents);
  return (
    <Choice call={call} view={view} none="Cancel, no refund" full={`Cancel and refund ${money(cents)}`}>
      <Rule call={call} view={view} />
      {view.late
        ? `no refund is due. You can still refund ${amount} to the card that paid.`
        : `${firstWord(view)} is refunded ${amount} to the card that paid.`}
      {outside ? ` You refunded ${money(outside)} in your Stripe dashboard already.` : ""}
    </Choice>
  );
}

/** `The class starts in 3 days. Cancelling is free until 24 hours before the class, so ` */
function Rule({ call, view }: Props) {
  const free = describeCancelWindow(view.session.cancelWindowHours);
  return <>{describeStart(call, view)} Cancelling is free until {free}, so{" "}</>;
}

function describeStart({ format, nowMs }: PageContext, { session }: BookingView): string {
  const left = ms(session.scheduledAt) - nowMs;
  if (left > 0) return `The class starts in ${format.howLong(left)}.`;
  return -left < HOUR ? `The class began ${format.howLong(-left)} ago.` : "The class has begun.";
}

/** @param none,full buttons that cancel without and with what is due back */
function Choice(
  { call, view, none, full, keep = "Keep booking", children }: Props & {
    none?: string;
    full: string;
    keep?: string;
    children?: Child;
  },
) {
  const { session, waitingCount } = view;
  const opens = waitingCount
    ? "The seat opens: anyone can book it, or you promote someone who waits."
    : "The seat opens, and anyone can book it.";
  return (
    <>
      <p>{children}</p>
      <p class="muted">
        {firstWord(view)} is notified by email. {ms(session.scheduledAt) > call.nowMs ? opens : ""}
      </p>
      <div class="actions">
        {none ? <button class="button danger" type="submit" name="refund" value="none">{none}</button> : null}
        <button class="button final" type="submit" name="refund" value="full">{full}</button>
        <a class="button quiet" href={classPath(session.id)} data-keep>{keep}</a>
      </div>
    </>
  );
}
