/** What cancelling this booking means, and the buttons: a look per kind of payment. */
import { HOUR, ms } from "../../domain/time.ts";
import type { BookingView } from "../../workflows/bookings/view_booking.ts";
import { refundableNow } from "../../workflows/classes/refundable.ts";
import { classPath } from "../classes/class_path.ts";
import { describeCancelWindow } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";

interface Choice {
  /** What cancelling means. */
  text: string;
  /** The buttons that cancel with and without what is due back. */
  full: string;
  none?: string;
  keep?: string;
}

export function CancelChoice({ call, view }: { call: PageContext; view: BookingView }) {
  const { text, full, none, keep = "Keep booking" } = choiceOf(call, view);
  const opens = view.waitingCount
    ? "The seat opens: anyone can book it, or you promote someone who waits."
    : "The seat opens, and anyone can book it.";
  return (
    <>
      <p>{text}</p>
      <p class="muted">
        {firstWord(view)} is notified by email. {ms(view.session.scheduledAt) > call.nowMs ? opens : ""}
      </p>
      <div class="actions">
        {none && <button class="button danger" type="submit" name="refund" value="none">{none}</button>}
        <button class="button final" type="submit" name="refund" value="full">{full}</button>
        <a class="button quiet" href={classPath(view.session.id)} data-keep>{keep}</a>
      </div>
    </>
  );
}

const firstWord = ({ booking }: BookingView) => booking.client.name.split(" ")[0];

function choiceOf(call: PageContext, view: BookingView): Choice {
  const { money } = call.format;
  const { booking, late } = view;
  const { payment } = booking;
  const first = firstWord(view);
  const { cents, credits } = refundableNow(booking);
  if (booking.status === "PendingPayment") {
    return {
      text: payment?.processing
        ? `${first}’s bank is working on the payment of ${
          money(payment.amountCents)
        }. Releasing cancels the booking now; a payment that still arrives is refunded in full.`
        : `${first} has not paid. Releasing closes the payment page. Should ${first} pay at this very moment, the payment is refunded in full.`,
      full: "Release seat",
      keep: "Keep holding the seat",
    };
  }
  if (booking.refund?.state === "intent") {
    return {
      text: `A refund of ${
        money(cents)
      } was requested already, and Stripe has not answered yet. The booking is cancelled once Stripe accepts it.`,
      full: `Try again, refund ${money(cents)}`,
      keep: "Wait for Stripe",
    };
  }
  const starts = describeStart(call, view);
  const rule = `${starts} Cancelling is free until ${describeCancelWindow(view.session.cancelWindowHours)}, so`;
  if (credits) {
    const pack = booking.pack?.name ?? "pack";
    return {
      text: late
        ? `${rule} the credit is kept. You can still return it to the ${pack}.`
        : `${rule} the credit is returned to the ${pack}.`,
      full: "Cancel and return the credit",
      none: "Cancel, keep the credit",
    };
  }
  if (booking.giftCard && cents) {
    const card = `gift card …${booking.giftCard.codeLast4}`;
    return {
      text: late
        ? `${rule} ${money(cents)} of ${card} is kept. You can still put it back.`
        : `${rule} ${money(cents)} goes back on ${card}.`,
      full: `Cancel and put ${money(cents)} back on the gift card`,
      none: "Cancel, nothing back on the gift card",
    };
  }
  if (booking.paidWith === "offline") {
    const paid = money(booking.offlineCents ?? 0);
    return {
      text:
        `${starts} ${first} paid ${paid} here, so nothing is refunded automatically. Will you pay it back? Then it no longer counts in Sales.`,
      full: `Cancel, I pay ${paid} back`,
      none: "Cancel, no refund",
    };
  }
  if (!cents) {
    return {
      text: `${starts} ${first} has paid nothing, so there is nothing to refund.`,
      full: "Cancel booking, no refund due",
    };
  }
  const outside = payment!.refundedOutsideCents;
  const amount = outside ? `the remaining ${money(cents)}` : money(cents);
  const also = outside ? ` You refunded ${money(outside)} in your Stripe dashboard already.` : "";
  return {
    text: late
      ? `${rule} no refund is due. You can still refund ${amount} to the card that paid.${also}`
      : `${rule} ${first} is refunded ${amount} to the card that paid.${also}`,
    full: `Cancel and refund ${money(cents)}`,
    none: "Cancel, no refund",
  };
}

/** `The class starts in 3 days.` */
function describeStart({ format, nowMs }: PageContext, { session }: BookingView): string {
  const left = ms(session.scheduledAt) - nowMs;
  if (left > 0) return `The class starts in ${format.howLong(left)}.`;
  return -left < HOUR ? `The class began ${format.howLong(-left)} ago.` : "The class has begun.";
}
