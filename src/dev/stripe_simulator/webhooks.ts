/** Delivers events: at once, in the background with retries, or when a test asks for it. */
import type { DeliveryAttempt, StripeEvent, StripeEventRecord } from "./events.ts";
import type { Lifetime } from "./lifetime.ts";
import type { State } from "./state.ts";
import type { WebhookEndpoint } from "./webhook_endpoint.ts";
import type { Clock } from "./clock.ts";

const REORDER_WINDOW_MS = 100;
// Ten attempts over some 40 s: enough for a development server to reload, short enough to end.
const MAX_ATTEMPTS = 10;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 8000;

/** How webhooks misbehave. */
export interface WebhookKnobs {
  /** Extra copies of each event, sent at the same time. Default 0. */
  duplicate: number;
  /** A number: so many of the next events are never sent. A function: those it is true for. Default 0. */
  drop: number | ((event: StripeEvent) => boolean);
  /** Real milliseconds before each first attempt. Default 0. */
  delayMs: number;
  /** The youngest first. With `autoDeliver`, among what arises within a tenth of a second. */
  reverse: boolean;
  /** The events of an API call are delivered, and answered, before the call itself is. */
  beforeAnswer: boolean;
}

/** Chooses events: by type, or by any test. */
export type EventFilter = string | ((event: StripeEvent) => boolean);

export class Webhooks {
  readonly knobs: WebhookKnobs = { duplicate: 0, drop: 0, delayMs: 0, reverse: false, beforeAnswer: false };
  #held: StripeEventRecord[] = [];

  /** @param automatic sends in the background what is dispatched */
  constructor(
    private readonly endpoint: WebhookEndpoint,
    private readonly state: State,
    private readonly clock: Clock,
    private readonly lifetime: Lifetime,
    private readonly automatic: boolean,
  ) {}

  get #canSend(): boolean {
    return this.endpoint.url !== undefined && !this.lifetime.isOver;
  }

  /** Starts sending in the background; does nothing when tests deliver, or there is no endpoint yet. */
  dispatch(records: StripeEventRecord[]): void {
    if (!this.automatic || !this.#canSend || !records.length) return;
    if (!this.knobs.reverse) {
      for (const record of records) this.lifetime.inBackground(this.#deliverWithRetries(record));
      return;
    }
    this.#held.push(...records);
    if (this.#held.length === records.length) this.lifetime.inBackground(this.#deliverHeld());
  }

  dispatchQueued(): void {
    this.dispatch(this.state.events.filter((record) => record.state === "queued"));
  }

  async #deliverHeld(): Promise<void> {
    await this.lifetime.sleep(REORDER_WINDOW_MS);
    const records = this.#held.reverse();
    this.#held = [];
    for (const record of records) {
      if (!await this.attempt(record)) this.lifetime.inBackground(this.#deliverWithRetries(record));
    }
  }

  async #deliverWithRetries(record: StripeEventRecord): Promise<void> {
    let round = record.attempts.length ? 1 : 0;
    while (record.state === "queued" && this.#canSend) {
      if (round === MAX_ATTEMPTS) {
        record.state = "failed";
        return this.state.changed();
      }
      if (round > 0) await this.lifetime.sleep(Math.min(FIRST_BACKOFF_MS * 2 ** (round - 1), MAX_BACKOFF_MS));
      await this.attempt(record);
      round++;
    }
  }

  /** Sends an event (and its duplicates) once. True when it was taken; otherwise it is queued again, or dropped. */
  async attempt(record: StripeEventRecord): Promise<boolean> {
    if (record.state !== "queued" || !this.#canSend) return false;
    if (!record.attempts.length && this.#drops(record.event)) {
      record.state = "dropped";
      this.state.changed();
      return false;
    }
    record.state = "delivering";
    if (!record.attempts.length) await this.lifetime.sleep(this.knobs.delayMs);
    const copies = Array.from({ length: 1 + this.knobs.duplicate }, () => this.#post(record.event));
    const attempts = await Promise.all(copies);
    record.attempts.push(...attempts);
    const taken = attempts.every(({ status }) => status !== null && status >= 200 && status < 300);
    record.state = taken ? "delivered" : "queued";
    this.state.changed();
    return taken;
  }

  #drops(event: StripeEvent): boolean {
    const { drop } = this.knobs;
    if (typeof drop === "function") return drop(event);
    if (drop <= 0) return false;
    this.knobs.drop = drop - 1;
    return true;
  }

  async #post(event: StripeEvent): Promise<DeliveryAttempt> {
    const at = this.clock.seconds;
    try {
      return { at, status: (await this.endpoint.send(event)).status };
    } catch (error) {
      return { at, status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Sends what is queued now, in order or all at once. @returns how many were taken; others stay queued */
  async deliver(filter?: EventFilter, { atOnce = false }: { atOnce?: boolean } = {}): Promise<number> {
    if (this.endpoint.url === undefined) throw new Error("The simulator has no webhookUrl.");
    const wanted = typeof filter === "string" ? (event: StripeEvent) => event.type === filter : filter;
    const records = this.state.events.filter(({ state, event }) => state === "queued" && (wanted?.(event) ?? true));
    if (this.knobs.reverse) records.reverse();
    if (atOnce) return (await Promise.all(records.map((record) => this.attempt(record)))).filter(Boolean).length;
    let taken = 0;
    for (const record of records) if (await this.attempt(record)) taken++;
    return taken;
  }

  /** Delivers what is queued, and what that causes, until nothing moves any more. */
  async drain(): Promise<void> {
    if (this.automatic) await this.lifetime.settled();
    else while (await this.deliver() > 0);
  }

  /** Queues an event again, whatever became of it. @throws Error when there is none */
  resend(eventId: string): void {
    const record = this.state.events.find(({ event }) => event.id === eventId);
    if (!record) throw new Error(`The simulator has no event ${eventId}.`);
    if (record.state === "queued" || record.state === "delivering") return;
    record.state = "queued";
    record.attempts = [];
    this.dispatch([record]);
  }
}
