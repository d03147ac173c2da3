/** How Stripe refuses a call. */

/** The `error` member of a refused answer. `type` decides which class the SDK throws. */
export interface StripeErrorBody {
  type: string;
  code?: string;
  decline_code?: string;
  message: string;
  param?: string;
}

/** Thrown to refuse a call; becomes `{ error }` with `status`. */
export class StripeRefusal extends Error {
  constructor(readonly status: number, readonly error: StripeErrorBody) {
    super(error.message);
    this.name = "StripeRefusal";
  }
}

/** A 400 `invalid_request_error`, unless `status` says otherwise. */
export function invalid(message: string, param?: string, code?: string, status = 400): StripeRefusal {
  return new StripeRefusal(status, {
    type: "invalid_request_error",
    ...code && { code },
    message,
    ...param && { param },
  });
}

/** The 404 for an object that is not there, or belongs to another account: Stripe does not tell the two apart. */
export function missing(noun: string, id: string, param = "id"): StripeRefusal {
  return invalid(`No such ${noun}: '${id}'`, param, "resource_missing", 404);
}
