import type { Emit } from "../events.ts";
import type { Json } from "../json.ts";

/** What an API call is given. */
export interface Call {
  /** The `Stripe-Account` header, or null. */
  account: string | null;
  params: Json;
  /** The part of the path after the collection. */
  id: string;
  /** The events of a call name its request. */
  emit: Emit;
}
