/** What tests may see of the simulator, and do with it. */
import type { AccountChange } from "./accounts.ts";
import type { Fault, FaultOptions } from "./api/faults.ts";
import type { RecordedRequest } from "./api/request_log.ts";
import type { ApiRoute } from "./api/router.ts";
import type { StripeEvent, StripeEventRecord } from "./events.ts";
import type { Json } from "./json.ts";
import type { SimulatedAccount } from "./objects/account.ts";
import type { SimulatedEndpoint } from "./objects/webhook_endpoint.ts";
import type { PayOptions } from "./payments.ts";
import type { SimulatedPayment, SimulatedRefund, SimulatedSession } from "./state.ts";
import type { SendOptions } from "./webhook_endpoint.ts";
import type { EventFilter, WebhookKnobs } from "./webhooks.ts";

/** The running simulator. Methods that change state reject with an `Error` when the state does not allow it. */
export interface StripeSimulator extends AsyncDisposable {
  /** Without a slash at the end: what `STRIPE_API_BASE` takes. */
  readonly url: string;
  readonly port: number;
  webhookUrl: string | undefined;
  /** The status of new refunds. Default `succeeded`. */
  refundStatus: "succeeded" | "pending";
  /** What the list of webhook endpoints shows; the simulator itself sends to `webhookUrl`. Default: none. */
  endpoints: SimulatedEndpoint[];
  readonly webhooks: WebhookKnobs;
  readonly requests: RecordedRequest[];
  readonly sessions: Map<string, SimulatedSession>;
  readonly accounts: Map<string, SimulatedAccount>;
  /** By payment intent. */
  readonly payments: Map<string, SimulatedPayment>;
  readonly refunds: Map<string, SimulatedRefund>;
  /** All that arose, the oldest first. */
  readonly events: StripeEventRecord[];

  /** A connected account, onboarded by default. Emits nothing. */
  createAccount(options?: { chargesEnabled?: boolean; displayName?: string }): string;
  /** Emits `account.updated`. */
  setAccount(id: string, change: AccountChange): Promise<void>;
  /** Revokes the platform's access; emits `account.application.deauthorized`. */
  deauthorize(id: string): Promise<void>;

  /** By card. Emits `checkout.session.completed`, paid. */
  pay(sessionId: string, options?: PayOptions): Promise<void>;
  /** By bank. Emits `checkout.session.completed`, unpaid. */
  payLater(sessionId: string, options?: PayOptions): Promise<void>;
  /** Emits `checkout.session.async_payment_succeeded`. */
  bankSucceeds(sessionId: string): Promise<void>;
  /** Emits `checkout.session.async_payment_failed`. */
  bankFails(sessionId: string): Promise<void>;
  /** A refused card: the session stays open. */
  declineCard(sessionId: string): Promise<void>;
  /** The session's time is up, whatever the clock says. Emits `checkout.session.expired`. */
  letExpire(sessionId: string): Promise<void>;
  /** Expires every open session whose time is up on the clock, and returns their ids. With `autoDeliver` a timer does it. */
  expireDue(): string[];
  /** Emits `refund.created` and `charge.refunded`. Default: all that is left. Returns the refund's id. */
  refundInDashboard(paymentIntentId: string, amountCents?: number): Promise<string>;
  /** A pending refund succeeds; emits `refund.updated`. */
  settleRefund(refundId: string): Promise<void>;
  /** Emits `refund.updated` and `refund.failed`; the charge is less refunded again. */
  failRefund(refundId: string): Promise<void>;
  /** Emits `charge.dispute.created`; the charge can no longer be refunded. Returns the dispute's id. */
  dispute(paymentIntentId: string): Promise<string>;

  /** Sends what is queued now (once each, in order, or all `atOnce`) and returns how many were answered 2xx; others stay queued. */
  deliver(filter?: EventFilter, options?: { atOnce?: boolean }): Promise<number>;
  /** Waits until no event is on its way: delivers what is queued, and what that causes, until nothing moves any more. */
  drain(): Promise<void>;
  /** Queues an event again, whatever became of it, and with `autoDeliver` sends it. */
  resend(eventId: string): void;
  /** Sends any event now, also a forged one. Returns the server's answer. */
  send(event: StripeEvent, options?: SendOptions): Promise<Response>;
  /** An event in the right wire shape; nothing is recorded or sent. `created` in seconds. */
  makeEvent(
    type: string,
    object: object,
    options?: { account?: string; id?: string; livemode?: boolean; created?: number; previous?: Json },
  ): StripeEvent;

  fail(options: FaultOptions): Fault;
  clearFaults(): void;
  /** Resolves when the next request of that route has been done, before it is answered. */
  once(route: ApiRoute): Promise<RecordedRequest>;
  /** Stops timers, cuts connections, abandons deliveries, saves the state. */
  close(): Promise<void>;
}
