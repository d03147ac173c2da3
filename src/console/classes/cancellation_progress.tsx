/** A cancelled class: how far its refunds are, and what needs the owner. */
import type { RosterRow } from "../../domain/rosters.ts";
import type { RefundProgress } from "../../workflows/classes/refund_progress.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { describeRefundError } from "../bookings/describe_refusal.ts";
import { Form } from "../ui/form.tsx";
import { type Format, pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { classPath } from "./class_path.ts";

/** In the address after the click: the progress gets the focus then, not whenever the page reloads. */
export const CANCELLING = "cancelling";

interface Props {
  call: PageContext;
  view: ClassView;
  progress: RefundProgress;
}

/** @param running whether the page reloads itself meanwhile */
export function CancellationProgress({ call, view, progress, running }: Props & { running: boolean }) {
  const { due, accepted, refused, returned, openCheckouts } = progress;
  const hasTrouble = refused.length + returned.length > 0;
  const isNews = call.query.get("done") === CANCELLING;
  return (
    <div
      class={`notice ${hasTrouble ? "bad" : "good"} cancellation${isNews ? " said" : ""}`}
      role="status"
      id="cancelling"
      tabindex={-1}
    >
      <p>
        {accepted < due && <strong>{accepted} of {pluralize(due, "refund")} done.</strong>}
        {` ${describeOutcome(call.format, view, progress)}`}
      </p>
      {accepted < due && <progress value={accepted} max={due} aria-label="Refunds done">{accepted} of {due}</progress>}
      {running && <p class="small">Waiting for Stripe. This page reloads every 3 seconds; you can leave it.</p>}
      {hasTrouble && <Trouble format={call.format} progress={progress} />}
      {openCheckouts.length > 0 && (
        <p>
          {pluralize(openCheckouts.length, "payment page is", "payment pages are")}{" "}
          not closed yet. Payments that still arrive are refunded in full.
        </p>
      )}
      {refused.length > 0 && !view.isBeingCancelled && <Retry call={call} view={view} progress={progress} />}
    </div>
  );
}

/** `The class is cancelled and everyone is notified. $40.00 is being refunded and 1 credit is returned.` */
function describeOutcome({ money }: Format, view: ClassView, progress: RefundProgress) {
  const { refundedCents, creditsReturned, giftCardCents } = progress;
  const notified = view.gone.length + view.seated.length + view.holds.length > 0;
  const refunds = list.format([
    refundedCents ? `${money(refundedCents)} is being refunded` : "",
    giftCardCents ? `${money(giftCardCents)} is back on gift cards` : "",
    creditsReturned ? `${pluralize(creditsReturned, "credit is", "credits are")} returned` : "",
  ].filter(Boolean));
  return `The class is cancelled${notified ? " and everyone is notified" : ""}.${refunds ? ` ${refunds}.` : ""}`;
}

/** Without the comma before "and". */
const list = new Intl.ListFormat("en-GB");

function Trouble({ format, progress }: { format: Format; progress: RefundProgress }) {
  return (
    <ul role="list">
      {progress.refused.map((one) => <li>{describeRefused(format, one)}</li>)}
      {progress.returned.map(({ client, refund }) => (
        <li>
          {client.name}’s bank returned {format.money(refund!.amountCents)} to you.{" "}
          <a href="/console/payments#refunds">Refund it manually</a>
        </li>
      ))}
    </ul>
  );
}

function describeRefused({ money }: Format, { client, refund }: RosterRow): string {
  const { amountCents, lastError } = refund!;
  return lastError === "no answer"
    ? `Stripe did not answer about ${client.name}’s ${money(amountCents)}.`
    : `Stripe refused ${client.name}’s ${money(amountCents)}: ${describeRefundError(lastError)}`;
}

function Retry({ call, view, progress }: Props) {
  const cents = progress.refused.reduce((sum, { refund }) => sum + refund!.amountCents, 0);
  return (
    <Form call={call} action={`${classPath(view.session.id)}/cancel`} class="stack">
      <p class="small">Retried automatically, at least once an hour. Nobody is refunded twice.</p>
      <button class="button" type="submit">Try again, refund {call.format.money(cents)}</button>
    </Form>
  );
}
