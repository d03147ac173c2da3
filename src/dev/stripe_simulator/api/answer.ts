import { StripeRefusal } from "../errors.ts";

export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

/** What Stripe answers to a call that it refuses; 500 for a fault of the simulator's own. */
export function refusalAnswer(error: unknown): Answer {
  if (error instanceof StripeRefusal) {
    return { status: error.status, body: JSON.stringify({ error: error.error }, null, 2), headers: {} };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: JSON.stringify({ error: { type: "api_error", message } }), headers: {} };
}
