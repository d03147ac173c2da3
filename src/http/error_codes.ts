/** Every error code: its HTTP status, and what the reference says about it. */
import type { ErrorCode } from "../domain/errors.ts";

interface Explained {
  status: number;
  happened: string;
  todo: string;
}

const of = (status: number, happened: string, todo: string): Explained => ({ status, happened, todo });

/** Texts are plain, with backticks around code. */
export const ERROR_CODES: Record<ErrorCode, Explained> = {
  invalid_request: of(
    400,
    "Something in the query, the body or a header is missing or wrong.",
    "`issues` names each field and what it must be. Correct them and send the request again.",
  ),
  package_unavailable: of(
    400,
    "The class pack is not on sale, or not this studio's.",
    "Show the packs that `GET /api/package-types` lists.",
  ),
  gift_card_empty: of(400, "The gift card has no balance left.", "Ask for another card, or another way to pay."),
  gift_card_expired: of(400, "The gift card has expired.", "Ask for another card, or another way to pay."),
  not_tippable: of(
    400,
    "The visit is not completed, or its service takes no tips.",
    "Show the customer that there is nothing to tip.",
  ),
  invalid_signature: of(
    400,
    "The `Stripe-Signature` header is missing, wrong, or older than five minutes.",
    "Check that `STRIPE_WEBHOOK_SECRET` is the secret of this endpoint at Stripe.",
  ),
  missing_api_key: of(
    401,
    "The `x-alera-key` header is missing.",
    "Send the key that you made in the console under API keys.",
  ),
  invalid_api_key: of(
    401,
    "The key in `x-alera-key` is not valid, or was revoked.",
    "Check that the whole key was copied; if it was revoked, make a new one.",
  ),
  invalid_token: of(
    401,
    "A token is missing, damaged, or made for something else: `Authorization`, `x-customer-token`, or a field of the body. For a tip the status is 403.",
    "Send the token as it was given to you. The message names the place it was looked for in.",
  ),
  expired_token: of(
    401,
    "A token was right once and has expired. For a tip the status is 403.",
    "Have the customer ask for a new sign-in link, or contact the studio.",
  ),
  origin_missing: of(
    403,
    "The `Origin` header is missing.",
    "A browser sends it itself; a server must set it to an origin of the key's allowlist.",
  ),
  origin_not_allowed: of(
    403,
    "The `Origin` header is not in the key's allowlist. `received` is what came.",
    "Add exactly that origin to the key, or send one that is listed: scheme, host and port, without a path.",
  ),
  secret_key_required: of(
    403,
    "This operation needs a secret key, and a publishable one was sent.",
    "Call it from your server with a key that begins with `alr_`.",
  ),
  wrong_provider: of(
    403,
    "The handle or the customer token belongs to another studio than the API key.",
    "Use the handle of the key's own studio, and tokens from it.",
  ),
  forbidden: of(403, "This may not be asked from here.", "The message says who may."),
  not_found: of(
    404,
    "There is no such thing, or it belongs to another studio.",
    "Check the id and the key. Ids from one studio never work with another's key.",
  ),
  method_not_allowed: of(405, "The address exists, but not with this method.", "Use one of those that `Allow` names."),
  request_timeout: of(408, "The body took more than 30 seconds to arrive.", "Nothing was done. Send it again."),
  body_too_large: of(413, "The body is larger than 64 KiB.", "Send less."),
  unsupported_media_type: of(415, "The console takes only the forms of its own pages.", "Open the page again."),
  class_full: of(
    409,
    "No seat is left in the class.",
    "Offer the waitlist: `POST /api/classes/{id}/waitlist`.",
  ),
  already_booked: of(
    409,
    "This person has a seat in this class: the same email, or the same phone and name.",
    "Show the booking they have.",
  ),
  payment_pending: of(
    409,
    "A payment for this is under way and not settled yet.",
    "Wait until it is: `GET /api/checkouts/{checkoutSessionId}` tells. The seat is kept meanwhile.",
  ),
  no_credits: of(
    409,
    "The class pack has no credits left, or has expired.",
    "Let the customer pay in another way, or buy a pack.",
  ),
  seats_available: of(409, "The class has free seats, so it has no waitlist.", "Book directly."),
  too_late: of(
    409,
    "Less than the cancel window remains before the class.",
    "The booking can still be cancelled, without a refund.",
  ),
  price_differs: of(
    409,
    "The other class has a different price, `newPriceCents` instead of `priceCents`, so the payment can't move along.",
    "Cancel this booking and book the other class.",
  ),
  gift_card_insufficient: of(
    409,
    "The gift card's balance, `balanceCents`, is less than the price.",
    "Let the customer pay in another way.",
  ),
  already_tipped: of(409, "A tip was given for this visit.", "Thank the customer."),
  not_started: of(409, "It is too early: the class or appointment is still to come, or not over.", "Try again later."),
  capacity_too_low: of(
    409,
    "More seats are taken, `seatsTaken`, than the new capacity has.",
    "Choose a larger capacity, or cancel bookings first.",
  ),
  series_conflict: of(
    409,
    "A class of the series can't be changed so, and none was: `conflicts` has each one's `classId` and the code of its `reason`.",
    "Settle these first, or change the classes one by one.",
  ),
  handle_taken: of(409, "Another studio has this handle.", "Choose another."),
  currency_locked: of(
    409,
    "Clients have gone to pay, or gift cards were issued, in the present currency.",
    "The currency stays. A new studio can have another.",
  ),
  marked_no_show: of(409, "The client is marked as a no-show.", "Undo that first."),
  already_refunded: of(409, "The booking was refunded.", "Book the client again."),
  client_exists: of(409, "A client with this email exists: `clientId`.", "Use or change that client."),
  merge_conflict: of(
    409,
    "Both clients hold or wait for a seat in the same class: `conflicts`.",
    "Cancel one of the two bookings, or remove one from the waitlist, then merge.",
  ),
  client_has_bookings: of(409, "The client holds a seat in a class to come.", "Cancel it first."),
  refund_pending: of(409, "A refund is still under way.", "Try again when it has arrived or failed."),
  refund_refused: of(
    409,
    "The bank or Stripe refused this refund for good.",
    "Pay it back another way, and record that.",
  ),
  nothing_owed: of(409, "Nothing of this refund is owed any more.", "There is nothing to do."),
  not_connect: of(
    409,
    "The server runs on the studio's own Stripe account, so there is nothing to connect.",
    "There is nothing to do.",
  ),
  one_provider: of(
    409,
    "A server on a studio's own Stripe account has one studio only.",
    "Run another server, or use Stripe Connect.",
  ),
  too_many_endpoints: of(409, "The studio has 20 webhook endpoints, which is the most.", "Delete one first."),
  endpoint_disabled: of(409, "The webhook endpoint is disabled.", "Enable it first: `PATCH` its `status`."),
  idempotency_conflict: of(
    409,
    "This `Idempotency-Key` was used for a different request, or its first request is still running.",
    "Wait and repeat the same request, or use a new key for a new one.",
  ),
  conflict: of(409, "Another request is just changing the same record.", "Read it again, then repeat."),
  class_cancelled: of(410, "The class was cancelled.", "Show other classes."),
  class_started: of(410, "The class has started or is over.", "Show other classes."),
  class_completed: of(410, "The class is completed.", "It stays as it is."),
  booking_over: of(410, "The booking is over: attended, missed or cancelled.", "It stays as it is."),
  booking_expired: of(410, "The booking was never paid, and its hold has expired.", "Book again."),
  not_confirmed: of(
    410,
    "The booking is not confirmed: its payment is still to come, or its cancellation is under way.",
    "Read the booking again.",
  ),
  not_waiting: of(410, "The client is not on the waitlist any more.", "Read the waitlist again."),
  appointment_cancelled: of(410, "The appointment was cancelled.", "Make a new one."),
  appointment_completed: of(410, "The appointment is completed.", "It stays as it is."),
  key_revoked: of(410, "The API key was revoked.", "Make a new one."),
  client_erased: of(410, "The client was erased, and their messages too.", "There is nothing to do."),
  not_onboarded: of(
    412,
    "The studio can't take payments: its Stripe account is not complete. For a booking the status is 502.",
    "The owner completes it in the console under Payments. `canTakePayments` of `GET /api/provider` tells.",
  ),
  rate_limited: of(
    429,
    "Too many requests from one address in the last minute.",
    "Wait as long as `Retry-After` says. A server sends each visitor's address in `x-alera-client-ip`.",
  ),
  quota_exceeded: of(
    429,
    "The API key has used up its requests of this minute.",
    "Wait as long as `Retry-After` says. The operator can raise the key's quota.",
  ),
  internal: of(
    500,
    "A fault on our side.",
    "Try again, with an `Idempotency-Key`. Quote `requestId` when you report it.",
  ),
  checkout_failed: of(
    502,
    "Stripe did not make the payment page. Nothing was booked or charged.",
    "Try again in a moment.",
  ),
  refund_failed: of(
    502,
    "Stripe did not make the refund, or did not say whether it did. The booking stands.",
    "Try again; nobody is refunded twice.",
  ),
  stripe_unavailable: of(502, "Stripe did not answer as it should.", "Nothing was changed. Try again in a moment."),
  unavailable: of(
    503,
    "Nothing can be written at the moment, or the body broke off.",
    "Nothing was done. Wait as long as `Retry-After` says and send it again.",
  ),
};

/** The status of an error with this code, where the operation has none of its own. */
export const STATUS: Record<ErrorCode, number> = Object.fromEntries(
  Object.entries(ERROR_CODES).map(([code, { status }]) => [code, status]),
) as Record<ErrorCode, number>;
