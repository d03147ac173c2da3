/** What the simulator knows: per connected account, in memory, and in a file when it has one. */
import type Stripe from "stripe";
import { IDEMPOTENCY_MS, type SavedAnswer } from "./api/saved_answers.ts";
import type { Clock } from "./clock.ts";
import type { StripeEventRecord } from "./events.ts";
import type { SimulatedAccount } from "./objects/account.ts";
import type { LineItem } from "./objects/line_items.ts";
import { StateFile } from "./state_file.ts";

/** A Checkout Session with what its account knows about it. */
export interface SimulatedSession {
  account: string;
  /** As the API shows it. */
  session: Stripe.Checkout.Session;
  lineItems: LineItem[];
  paymentData: Stripe.Checkout.SessionCreateParams.PaymentIntentData | null;
}

/** A payment intent, its one charge, and whose they are. */
export interface SimulatedPayment {
  account: string;
  sessionId: string;
  paymentIntent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
}

export interface SimulatedRefund {
  account: string;
  refund: Stripe.Refund;
}

/** An onboarding link. */
export interface SimulatedLink {
  token: string;
  account: string;
  state: "new" | "opened" | "finished";
  /** Seconds. */
  expiresAt: number;
  refreshUrl: string;
  returnUrl: string | null;
}

const FORMAT = 1;

interface Snapshot {
  format: number;
  accounts: SimulatedAccount[];
  sessions: SimulatedSession[];
  payments: SimulatedPayment[];
  refunds: SimulatedRefund[];
  links: SimulatedLink[];
  saved: [string, SavedAnswer][];
  events: StripeEventRecord[];
}

export class State {
  readonly accounts = new Map<string, SimulatedAccount>();
  readonly sessions = new Map<string, SimulatedSession>();
  /** By payment intent. */
  readonly payments = new Map<string, SimulatedPayment>();
  readonly refunds = new Map<string, SimulatedRefund>();
  /** By token. */
  readonly links = new Map<string, SimulatedLink>();
  /** By account and idempotency key. */
  readonly savedAnswers = new Map<string, SavedAnswer>();
  /** All that arose, the oldest first. */
  readonly events: StripeEventRecord[] = [];
  readonly #file: StateFile | null;
  readonly #clock: Clock;

  /** @throws Error when the file is not the simulator's own */
  constructor(clock: Clock, path?: string) {
    this.#clock = clock;
    this.#file = path === undefined ? null : new StateFile(path);
    if (this.#file) this.#restore(this.#file);
  }

  /** To be called after every change. */
  changed(): void {
    this.#file?.saveSoon(() => this.#snapshot());
  }

  async close(): Promise<void> {
    await this.#file?.close(() => this.#snapshot());
  }

  #restore(file: StateFile): void {
    let content: Snapshot | null;
    try {
      content = file.read() as Snapshot | null;
      if (!content) return;
      if (content.format !== FORMAT) throw new SyntaxError(`its format is ${content.format}, not ${FORMAT}`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new Error(
        `The Stripe simulator cannot read its state file ${file.path}; delete it to start with an empty one.`,
        {
          cause: error,
        },
      );
    }
    for (const account of content.accounts) this.accounts.set(account.id, account);
    for (const session of content.sessions) this.sessions.set(session.session.id, session);
    for (const payment of content.payments) this.payments.set(payment.paymentIntent.id, payment);
    for (const refund of content.refunds) this.refunds.set(refund.refund.id, refund);
    for (const link of content.links) this.links.set(link.token, link);
    for (const [slot, saved] of content.saved) this.savedAnswers.set(slot, saved);
    // An event that was under way when the process ended may not have arrived: it is sent again, as Stripe would.
    for (const record of content.events) {
      this.events.push(record.state === "delivering" ? { ...record, state: "queued" } : record);
    }
  }

  #snapshot(): Snapshot {
    const since = this.#clock.now() - IDEMPOTENCY_MS;
    return {
      format: FORMAT,
      accounts: [...this.accounts.values()],
      sessions: [...this.sessions.values()],
      payments: [...this.payments.values()],
      refunds: [...this.refunds.values()],
      links: [...this.links.values()],
      saved: [...this.savedAnswers].filter(([, saved]) => saved.answer && saved.at > since),
      events: this.events.slice(-200),
    };
  }
}
