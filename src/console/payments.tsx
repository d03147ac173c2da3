/** Payments: how the Stripe account stands and what is missing, refunds that need the owner, and where disputes are settled. */
import type { Child } from "hono/jsx";
import { DomainError } from "../domain/errors.ts";
import { getRefundInNeed, listRefundsInNeed, type RefundInNeed } from "../domain/refunds.ts";
import { iso } from "../domain/time.ts";
import { askStripeState, startOnboarding } from "../workflows/account/stripe_onboarding.ts";
import { recordManualRefund, retryRefund } from "../workflows/payments/manual_refund.ts";
import { Flash, Notice } from "./ui/flash.tsx";
import { Form, FormError } from "./ui/form.tsx";
import type { Errors } from "./ui/form_errors.ts";
import { LOCALE } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { redirect } from "./ui/redirect.ts";

/** Declares the payments. */
export function paymentPages(routes: PageRoutes): void {
  routes.get("/console/payments", (call) => payments(call));
  routes.post("/console/payments/connect", connect);
  routes.get("/console/payments/again", ranOut);
  routes.post("/console/payments/refunds/:id/again", tryAgain);
  routes.get("/console/payments/refunds/:id/by-hand", (call) => askByHand(call));
  routes.post("/console/payments/refunds/:id/by-hand", manual);
}

const PATH = "/console/payments";
/** Nobody waits longer at a page for a Stripe that hangs. */
const PATIENCE = 3_000;

async function payments(call: PageContext, errors?: Errors): Promise<Response> {
  const { ctx, provider, nowMs } = call;
  const [state, refunds] = await Promise.all([
    askStripeState(ctx, provider.id, PATIENCE),
    listRefundsInNeed(ctx.db, provider.id, iso(nowMs)),
  ]);
  const stuck = <Refunds call={call} refunds={refunds} connected={state.accountId !== null} />;
  return renderPage(
    call,
    { title: "Payments", tab: "payments", narrow: true },
    (
      <>
        <div class="page-head">
          <h1>Payments</h1>
        </div>
        <FormError errors={errors} />
        <Flash
          call={call}
          messages={{
            back: "You are back from Stripe. Below is how your account stands now.",
            refunded: "The money is on its way back.",
            "by-hand": "Noted: you paid it back yourself. It is not tried again.",
            made:
              "Stripe had made this refund after all, so it does not count as paid by you. If you have paid too, your client has the money twice.",
          }}
        />
        {refunds.length > 0 ? stuck : null}
        <Account state={state} call={call} />
        {refunds.length === 0 ? stuck : null}
        <section class="section" aria-labelledby="disputes">
          <h2 id="disputes">Disputes</h2>
          <div class="stack">
            <p>
              When a client’s bank asks for a payment back, you are told by email, and the booking stays as it is.
              Answer in your Stripe dashboard before the date it names: without an answer the money is lost.
            </p>
            <a class="button" href={dashboard(call, "disputes")}>Disputes in your Stripe dashboard</a>
          </div>
        </section>
      </>
    ),
    errors ? 400 : 200,
  );
}

function dashboard({ ctx }: PageContext, path: string): string {
  return `https://dashboard.stripe.com/${ctx.payments.livemode ? "" : "test/"}${path}`;
}

// ---------------------------------------------------------------- the account

type State = Awaited<ReturnType<typeof askStripeState>>;

function Account({ call, state }: { call: PageContext; state: State }) {
  const { ctx } = call;
  const fee = ctx.settings.platformFeeBps;
  const good = state.chargesEnabled && state.payoutsEnabled;
  return (
    <section class="section" aria-labelledby="account">
      <h2 id="account">Your Stripe account</h2>
      <div class="stack">
        {state.answered ? null : (
          <Notice kind="attention">
            Stripe does not answer just now. This is what was last known; it may have changed. Open this page again in a
            minute.
          </Notice>
        )}
        <Standing state={state} />
        {state.accountId
          ? (
            <dl class="facts even">
              <OnOff name="Your details" value={state.detailsSubmitted ? "Given" : "Missing"} />
              <OnOff name="Taking payments" value={state.chargesEnabled ? "On" : "Not yet"} />
              <OnOff name="Payouts to your bank" value={state.payoutsEnabled ? "On" : "Not yet"} />
            </dl>
          )
          : null}
        {good
          ? <a class="button" href={dashboard(call, "dashboard")}>Open your Stripe dashboard</a>
          : <Connect call={call} label={state.accountId ? "Continue at Stripe" : "Connect Stripe"} />}
        {fee > 0
          ? (
            <p class="muted">
              Whoever runs this server keeps {percent(fee)}{" "}
              of every payment, besides Stripe’s own fees. When a payment goes back, so does that part of it.
            </p>
          )
          : null}
      </div>
    </section>
  );
}

function OnOff({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const percent = (basisPoints: number) =>
  (basisPoints / 10_000).toLocaleString(LOCALE, { style: "percent", maximumFractionDigits: 2 });

/** How it stands, what that means, and what to do, in this order. */
function Standing({ state }: { state: State }) {
  if (!state.accountId) {
    return (
      <>
        <p>
          <strong>Not connected.</strong>{" "}
          Free classes can be booked. Paid classes, packs, gift cards and tips can’t: your clients are told that paying
          does not work yet.
        </p>
        <p>
          Stripe takes the payments and pays them out to your bank; the money never passes through anybody else. Have
          your address, your bank account and an ID at hand: it takes about ten minutes.
        </p>
      </>
    );
  }
  if (!state.chargesEnabled) {
    return (
      <>
        <p>
          {state.detailsSubmitted
            ? <strong>Stripe has your details, but does not let you take payments yet.</strong>
            : <strong>Begun, but Stripe still needs details from you.</strong>}{" "}
          Free classes can be booked. Paid classes, packs, gift cards and tips can’t: your clients are told that paying
          does not work yet.
        </p>
        <p>
          {state.detailsSubmitted
            ? "It may still be checking them, which can take some days, or it may need something more. Continue there to see what."
            : "What you have filled in is kept there. Go on where you stopped."}
        </p>
      </>
    );
  }
  if (!state.payoutsEnabled) {
    return (
      <p>
        <strong>You can take payments, but Stripe does not pay them out yet.</strong>{" "}
        Everything can be booked and bought. The money waits in your balance at Stripe until it has what it needs, such
        as your bank account. Continue there to see what.
      </p>
    );
  }
  return (
    <p>
      <strong>All is well.</strong>{" "}
      You can take payments, and Stripe pays them out to your bank. Fees, payouts and receipts are in your Stripe
      dashboard.
    </p>
  );
}

function Connect({ call, label }: { call: PageContext; label: string }) {
  return (
    <Form call={call} action={`${PATH}/connect`}>
      <button type="submit" class="button primary">{label}</button>
    </Form>
  );
}

/** A form may not lead off this server, so the answer is a page that goes on by itself. */
async function connect(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const base = `${ctx.settings.publicUrl}${PATH}`;
  let url: string;
  try {
    url = await startOnboarding(ctx, provider.id, { returnUrl: `${base}?done=back`, refreshUrl: `${base}/again` });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return await payments(call, {
      "": "Stripe does not answer just now. Nothing is lost: go on in a minute where you are.",
    });
  }
  return renderPage(
    call,
    { title: "On to Stripe", tab: "payments", narrow: true, continueTo: url },
    (
      <div class="stack">
        <h1>On to Stripe</h1>
        <p>Stripe’s page opens by itself. When you are done there, you come back here.</p>
        <a class="button primary" href={url}>Continue at Stripe</a>
      </div>
    ),
  );
}

function ranOut(call: PageContext): Response {
  return renderPage(
    call,
    { title: "Continue at Stripe", tab: "payments", narrow: true },
    (
      <div class="stack">
        <h1>That link has run out</h1>
        <p>Stripe’s links work once, and only for some minutes. What you have filled in is kept there.</p>
        <Connect call={call} label="Continue at Stripe" />
        <a class="button quiet" href={PATH}>Back to payments</a>
      </div>
    ),
  );
}

// ---------------------------------------------------------------- refunds that need the owner

function Refunds({ call, refunds, connected }: { call: PageContext; refunds: RefundInNeed[]; connected: boolean }) {
  return (
    <section class="section" aria-labelledby="refunds">
      <h2 id="refunds">Refunds that need you</h2>
      {refunds.length === 0
        ? (
          <p class="muted">
            None. Refunds are made by themselves; if Stripe refuses one or a bank sends it back, it stands here with
            what to do. <a href="/console/sales/refunds">All refunds</a>
          </p>
        )
        : (
          <ul class="people needed" role="list">
            {refunds.map((one) => <Needed call={call} refund={one} connected={connected} />)}
          </ul>
        )}
    </section>
  );
}

const nameOf = (refund: RefundInNeed) => refund.clientName ?? "a client";

function Needed({ call, refund, connected }: { call: PageContext; refund: RefundInNeed; connected: boolean }) {
  const { format } = call;
  const name = nameOf(refund);
  const money = format.money(refund.amountCents);
  const { why, todo } = reasonOf(refund, connected);
  const path = `${PATH}/refunds/${refund.id}`;
  const next = refund.state === "intent" && refund.nextTryAt
    ? `Alera goes on trying by itself, next at ${format.dateTime(refund.nextTryAt)}.`
    : "";
  return (
    <li>
      <h3>
        {money} to {refund.clientId ? <a href={`/console/clients/${refund.clientId}`}>{name}</a> : name}
      </h3>
      <p class="muted small about">
        {refund.state === "failed" && !refund.accepted ? "Booking kept" : FOR[refund.reason]}:{" "}
        {refund.classId ? <a href={`/console/classes/${refund.classId}`}>{refund.what}</a> : refund.what}
        {refund.scheduledAt
          ? (
            <>
              , <time datetime={refund.scheduledAt}>{format.dateTime(refund.scheduledAt)}</time>
            </>
          )
          : null}. Asked for <time datetime={refund.createdAt}>{format.dateTime(refund.createdAt)}</time>.
      </p>
      <p>{why}</p>
      <p>
        {todo} {next}
      </p>
      <div class="actions">
        {refund.state === "intent"
          ? (
            <Form call={call} action={`${path}/again`} class="inline">
              <button type="submit" class="button">
                Try again, refund {money}
                <span class="visually-hidden">to {name}</span>
              </button>
            </Form>
          )
          : refund.accepted
          ? null
          : (
            <a class="button danger" href={`/console/bookings/${refund.enrollmentId}/cancel`} data-dialog>
              Cancel booking…<span class="visually-hidden">of {name}</span>
            </a>
          )}
        <a class="button" href={`${path}/by-hand`} data-dialog>
          I paid it back myself…<span class="visually-hidden">{money} to {name}</span>
        </a>
        <a class="button quiet" href={dashboard(call, `payments/${refund.paymentIntentId}`)}>
          Payment in Stripe<span class="visually-hidden">of {name}</span>
        </a>
      </div>
    </li>
  );
}

const FOR: Record<RefundInNeed["reason"], string> = {
  cancellation: "Booking cancelled",
  class_cancelled: "Class cancelled",
  seat_gone: "Paid when the seat was gone",
  duplicate_tip: "A second tip for one visit",
  buyer_gone: "Paid late by somebody erased since",
  dashboard: "Made in your Stripe dashboard",
};

/** Why a bank sends money back, as Stripe calls it. */
const SENT_BACK: Record<string, string> = {
  lost_or_stolen_card: "the card was lost or stolen",
  expired_or_canceled_card: "the card has expired or was cancelled",
  declined: "it does not take money for this card",
  insufficient_funds: "your balance at Stripe was too low for it",
  charge_for_pending_refund_disputed: "the payment itself is disputed",
  merchant_request: "it was called off in your Stripe dashboard",
};

/** What happened, and what the owner can do. */
function reasonOf(refund: RefundInNeed, connected: boolean): { why: string; todo: string } {
  const { lastError: code, accepted, state } = refund;
  const name = nameOf(refund);
  if (accepted) {
    const why = code && Object.hasOwn(SENT_BACK, code) ? SENT_BACK[code] : "it did not say why";
    return {
      why: `The bank sent it back: ${why}. The money is in your Stripe balance again.${
        isOfBooking(refund) ? " The booking stays cancelled." : ""
      }`,
      todo: `Another try would come back too. Ask ${name} how to pay it back, pay it outside Stripe, and say so here.`,
    };
  }
  const stands = state === "failed" ? " So nothing was cancelled: the booking still stands." : "";
  const again = state === "failed" ? "cancel the booking again" : "try again";
  const told = (why: string, todo: string) => ({ why: `${why}${stands}`, todo });
  if (!connected || /^(account_|platform_)/.test(code ?? "")) {
    return told(
      "Your Stripe account is no longer connected here, so no refund of its payments can be made.",
      "Refund it in your Stripe dashboard, or pay it back another way, and say so here.",
    );
  }
  switch (code) {
    case "charge_disputed":
      return told(
        "The client’s bank disputes this payment, and Stripe refunds nothing that is disputed.",
        "Answer in your Stripe dashboard. If you lose, the bank gives the money back: then say here that it is paid.",
      );
    case "balance_insufficient":
    case "insufficient_funds":
    case "insufficient_balance":
      return told(
        "Your balance at Stripe is too low.",
        "Add funds at Stripe, then try again; nobody is refunded twice.",
      );
    case "charge_already_refunded":
      return told(
        "Stripe says that all of it is back already.",
        "Look at the payment in Stripe. If it is so, say here that you paid it back yourself.",
      );
    case "no answer":
      return told(
        "Stripe has not said whether it made this refund.",
        "Trying again is safe: nobody is refunded twice.",
      );
    default:
      return told(
        /^[a-z_]{3,60}$/.test(code ?? "") && !["refused", "failed"].includes(code!)
          ? `Stripe refused it: ${code!.replaceAll("_", " ")}.`
          : "Stripe refused it and did not say why.",
        `See in Stripe whether your balance covers it and your account is in order, then ${again}.`,
      );
  }
}

async function tryAgain(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  try {
    await retryRefund(ctx, provider.id, call.id);
  } catch (error) {
    return await payments(call, { "": refused(error) });
  }
  return redirect(PATH, "refunded");
}

/** Why an operation did not do it. What is not there is 404, and faults are faults. */
function refused(error: unknown): string {
  if (!(error instanceof DomainError) || error.code === "not_found") throw error;
  return error.code === "downstream"
    ? "It did not work this time either, and nothing was changed. Why stands below."
    : error.message;
}

async function askByHand(call: PageContext, errors?: Errors): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const refund = await getRefundInNeed(ctx.db, provider.id, call.id, iso(nowMs));
  const money = format.money(refund.amountCents);
  const name = nameOf(refund);
  const title = `You paid ${money} back to ${name} yourself?`;
  return renderPage(
    call,
    { title, tab: "payments", narrow: true },
    (
      <div data-dialog-body>
        <Form call={call} action={`${PATH}/refunds/${refund.id}/by-hand`}>
          <h1>{title}</h1>
          <FormError errors={errors} />
          <p>
            Say so when the money is with{" "}
            {name}: in cash, by bank transfer, or any other way outside this refund. It counts as paid back from today,
            and Stripe is never asked for it again.
          </p>
          <p>{whatElse(refund)} This can’t be undone.</p>
          <div class="actions">
            <button type="submit" class="button final">Close refund, I paid {money}</button>
            <a class="button quiet" href={`${PATH}#refunds`} data-keep>Keep refund open</a>
          </div>
        </Form>
      </div>
    ),
    errors ? 400 : 200,
  );
}

/** Whether a booking was to be cancelled with it. */
const isOfBooking = ({ reason }: RefundInNeed) => reason === "cancellation" || reason === "class_cancelled";

function whatElse(refund: RefundInNeed): Child {
  const { reason, accepted, what } = refund;
  if (accepted && isOfBooking(refund)) return "The booking is cancelled already, and no other email goes out.";
  switch (reason) {
    case "cancellation":
      return `The booking of ${what} is cancelled now, and an email says so, and that you have paid.`;
    case "class_cancelled":
      return "The class is cancelled and everybody told; the booking ends now too, and no other email goes out.";
    default:
      return "No booking hangs on it, and no other email goes out.";
  }
}

async function manual(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  let outcome: "manual" | "made";
  try {
    outcome = await recordManualRefund(ctx, provider.id, call.id);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    const errors = { "": error.message };
    return await askByHand(call, errors).catch(() => payments(call, errors));
  }
  return redirect(PATH, outcome === "manual" ? "by-hand" : "made");
}
