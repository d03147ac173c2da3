/** Stripe's events. */
import { API_VERSION } from "./api_version.ts";
import { newId, OWN_ACCOUNT } from "./ids.ts";
import type { Json } from "./json.ts";

/** An event as it is sent. */
export interface StripeEvent {
  id: string;
  object: "event";
  account?: string;
  api_version: string;
  created: number;
  data: { object: Json; previous_attributes?: Json };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** One delivery attempt: the status of the answer, or why there was none. `at` in seconds. */
export interface DeliveryAttempt {
  at: number;
  status: number | null;
  error?: string;
}

/** An event and what became of it. `failed`: every attempt was refused; `dropped`: by the `webhooks.drop` knob. */
export interface StripeEventRecord {
  event: StripeEvent;
  state: "queued" | "delivering" | "delivered" | "failed" | "dropped";
  attempts: DeliveryAttempt[];
}

/** Says that something has happened to an account's object. */
export type Emit = (type: string, object: object, account: string, previous?: Json) => void;

export interface EventOptions {
  account?: string;
  id?: string;
  /** The attributes that changed, as they were. */
  previous?: Json;
  livemode: boolean;
  /** Seconds. */
  created: number;
}

/** An event with a copy of `object` as it is now. */
export function makeEvent(type: string, object: object, options: EventOptions): StripeEvent {
  const { account, id, previous, livemode, created } = options;
  return {
    id: id ?? newId("evt_1"),
    object: "event",
    ...account !== undefined && account !== OWN_ACCOUNT && { account },
    api_version: API_VERSION,
    created,
    data: { object: structuredClone(object) as Json, ...previous && { previous_attributes: previous } },
    livemode,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}
