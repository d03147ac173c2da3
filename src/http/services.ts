/** What the routes are given besides the request. */
import type { Context } from "../workflows/context.ts";
import type { Authenticator } from "./authenticate.ts";
import type { IdempotencyStore } from "./idempotency.ts";
import type { RateLimiter } from "./rate_limit.ts";
import type { ReadCache } from "./read_cache.ts";

export interface HttpServices {
  ctx: Context;
  auth: Authenticator;
  limiter: RateLimiter;
  /** Wrong bearer tokens are limited also where requests are not. */
  guesses: RateLimiter;
  idempotency: IdempotencyStore;
  reads: ReadCache;
  /** Requests a minute of one API key, where it has no quota of its own; 0: any number. */
  keyQuota: number;
  /** Name of the header that holds the client's IP, or null. */
  trustProxy: string | null;
  /** Null: the metrics answer on this machine only. */
  metricsToken: string | null;
  /** What the database says of itself. Rejects when it takes no write. */
  isReady(): Promise<{ sqlite: string }>;
  /** Development: what the reference fills its forms with, or null when there is no sample studio. */
  sampleStudio?(): DocsSample | null;
}

/** The sample studio's credentials and records, for the try-it forms of `/docs`. */
export interface DocsSample {
  /** An API key, and an origin of its allowlist. */
  key: string;
  origin: string;
  /** For the elements on `/docs/embed`; its list has this server's own origin. */
  publishableKey: string;
  ownerToken: string;
  handle: string;
  /** For the placeholders of the examples: `classId`, `serviceId` … (all of them are in `openapi/examples.ts`). */
  values: Record<string, string>;
}
