/** What every operation is given. */
import type { Database } from "../db/database.ts";
import type { KeyedRequest } from "../domain/idempotency_keys.ts";
import type { Tokens } from "../domain/tokens.ts";
import type { CalendarWriter } from "../ports/calendar.ts";
import type { Backups } from "../ports/backups.ts";
import type { Clock } from "../ports/clock.ts";
import type { Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { Mailer } from "../ports/mail.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Payments, StripeMode } from "../ports/payments.ts";
import type { Texter } from "../ports/texts.ts";
import type { WebhookSender } from "../ports/webhooks.ts";
import type { Tracing } from "../ports/tracing.ts";
import type { InFlight } from "./in_flight.ts";

/** The settings that rules depend on. */
export interface Settings {
  holdMinutes: number;
  platformFeeBps: number;
  /** `own`: one studio on its own Stripe account, whose key this server has. */
  stripeMode: StripeMode;
  publicUrl: string;
  development: boolean;
}

/** What every operation is given. One per process; a request under an `Idempotency-Key` has a copy with its key. */
export interface Context {
  db: Database;
  clock: Clock;
  log: Log;
  tokens: Tokens;
  payments: Payments;
  mailer: Mailer;
  texter: Texter;
  webhooks: WebhookSender;
  calendar: CalendarWriter;
  settings: Settings;
  metrics: Metrics;
  host: Host;
  /** Where Deno exports traces. */
  tracing?: Tracing;
  /** Backups on a timer, where they are wanted. */
  backups?: Backups;
  /** Work under way in this process, so that a second request waits for the first one's answer. */
  inFlight: InFlight;
  /** Set while a request under an `Idempotency-Key` is handled: see `idempotency/once.ts`. */
  keyedRequest?: KeyedRequest;
  /** Tells the worker that something is due now. */
  wake(what: "outbox" | "refunds" | "checkouts" | "webhooks" | "waitlists" | "series"): void;
}
