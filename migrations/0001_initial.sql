-- Instants are text, ISO 8601 UTC with milliseconds: they compare and print as they are. Money is integer cents.

CREATE TABLE providers (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  timezone TEXT NOT NULL,
  currency TEXT NOT NULL DEFAULT 'usd',
  bio TEXT,
  avatar_key TEXT,
  cancel_window_hours INTEGER NOT NULL DEFAULT 24 CHECK (cancel_window_hours >= 0),
  gift_card_valid_days INTEGER CHECK (gift_card_valid_days > 0),
  address TEXT,
  reminder_hours INTEGER CHECK (reminder_hours >= 0), -- before the class; null: a day before free cancellation ends; 0: none
  owner_token_hash TEXT NOT NULL UNIQUE,
  stripe_account_id TEXT,
  stripe_charges_enabled INTEGER NOT NULL DEFAULT 0,
  stripe_payouts_enabled INTEGER NOT NULL DEFAULT 0,
  stripe_details_submitted INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX providers_by_account ON providers (stripe_account_id) WHERE stripe_account_id IS NOT NULL;
CREATE INDEX providers_by_creation ON providers (created_at, id);
CREATE INDEX providers_by_email ON providers (email);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  label TEXT NOT NULL,
  prefix TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  allowed_origins TEXT NOT NULL, -- JSON array, in the owner's order
  created_at TEXT NOT NULL,
  last_used_at TEXT,
  revoked_at TEXT
) STRICT;
CREATE INDEX api_keys_by_provider ON api_keys (provider_id, created_at, id);

CREATE TABLE instructors (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX instructors_by_provider ON instructors (provider_id, created_at, id);

CREATE TABLE services (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  name TEXT NOT NULL,
  duration_min INTEGER NOT NULL CHECK (duration_min > 0),
  price_cents INTEGER NOT NULL CHECK (price_cents = 0 OR price_cents >= 50),
  capacity INTEGER NOT NULL CHECK (capacity > 0),
  cancel_window_hours INTEGER CHECK (cancel_window_hours >= 0), -- null: the provider's
  tips_enabled INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX services_by_provider ON services (provider_id, created_at, id);

CREATE TABLE class_sessions (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  service_id TEXT NOT NULL REFERENCES services (id),
  instructor_id TEXT REFERENCES instructors (id),
  name_snapshot TEXT NOT NULL,
  scheduled_at TEXT NOT NULL,
  duration_min INTEGER NOT NULL CHECK (duration_min > 0),
  price_cents INTEGER NOT NULL CHECK (price_cents = 0 OR price_cents >= 50),
  capacity INTEGER NOT NULL CHECK (capacity > 0),
  public_note TEXT,
  status TEXT NOT NULL DEFAULT 'Scheduled' CHECK (status IN ('Scheduled', 'Cancelled', 'Completed')),
  enrolled_count INTEGER NOT NULL DEFAULT 0 CHECK (enrolled_count >= 0),
  held_count INTEGER NOT NULL DEFAULT 0 CHECK (held_count >= 0),
  moved_at TEXT, -- when it last got another time, of which everybody booked was mailed
  sequence INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK (enrolled_count + held_count <= capacity) -- the last guard against overselling
) STRICT;
CREATE INDEX class_sessions_by_time ON class_sessions (provider_id, scheduled_at, id);

CREATE TABLE blackouts (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  label TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  all_day INTEGER NOT NULL,
  kind TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX blackouts_by_time ON blackouts (provider_id, starts_at, id);

CREATE TABLE clients (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  name TEXT NOT NULL,
  email TEXT, -- null once erased
  phone TEXT,
  note TEXT, -- the studio's own ("wrist injury"), never shown to the client
  feed_token TEXT, -- created when it is first shown
  site_origin TEXT, -- where this client last came from
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  erased_at TEXT,
  UNIQUE (provider_id, email)
) STRICT;
CREATE UNIQUE INDEX clients_by_feed_token ON clients (feed_token) WHERE feed_token IS NOT NULL;
CREATE INDEX clients_by_creation ON clients (provider_id, created_at, id);

CREATE TABLE package_types (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  name TEXT NOT NULL,
  sessions_total INTEGER NOT NULL CHECK (sessions_total > 0),
  price_cents INTEGER NOT NULL CHECK (price_cents >= 50),
  valid_days INTEGER CHECK (valid_days > 0),
  active INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX package_types_by_provider ON package_types (provider_id, created_at, id);

CREATE TABLE appointments (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  service_id TEXT NOT NULL REFERENCES services (id),
  client_id TEXT NOT NULL REFERENCES clients (id),
  scheduled_at TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'Scheduled' CHECK (status IN ('Scheduled', 'Completed', 'Cancelled')),
  tip_amount_cents INTEGER,
  tip_charge_id TEXT,
  tip_captured_at TEXT,
  tip_checkout_id TEXT REFERENCES checkouts (id),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX appointments_by_time ON appointments (provider_id, scheduled_at, id);
CREATE INDEX appointments_by_client ON appointments (client_id);
CREATE INDEX appointments_tipped ON appointments (provider_id, tip_captured_at, id) WHERE tip_captured_at IS NOT NULL;

-- Every Checkout Session, written before Stripe is called.
CREATE TABLE checkouts (
  id TEXT PRIMARY KEY, -- Stripe's client_reference_id
  provider_id TEXT NOT NULL REFERENCES providers (id),
  kind TEXT NOT NULL CHECK (kind IN ('class', 'package', 'gift_card', 'tip')),
  subject_id TEXT, -- enrollment, package type, none, appointment
  account_id TEXT NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  currency TEXT NOT NULL,
  livemode INTEGER NOT NULL,
  request TEXT NOT NULL, -- JSON CheckoutRequest: a retry under the same idempotency key sends the same bytes
  details TEXT NOT NULL DEFAULT '{}', -- JSON: the buyer, what fulfillment needs
  origin TEXT,
  state TEXT NOT NULL CHECK (state IN ('creating', 'open', 'processing', 'paid', 'expired', 'failed')),
  session_id TEXT UNIQUE,
  url TEXT,
  payment_intent_id TEXT,
  refund_revision INTEGER NOT NULL DEFAULT 0, -- raised by every change to its refunds: a list read from Stripe before may be outdated
  fulfillment_kind TEXT CHECK (fulfillment_kind IN ('seat', 'package', 'gift_card', 'tip', 'refund')),
  fulfillment_id TEXT,
  expires_at TEXT NOT NULL,
  next_check_at TEXT, -- when the reconciler asks Stripe; null: never
  created_at TEXT NOT NULL,
  paid_at TEXT,
  disputed_at TEXT, -- since when Stripe says something else than this row, or refuses to say anything; null once that is settled
  disputed_reason TEXT CHECK (disputed_reason IN ('amount_differs', 'currency_differs', 'mode_differs', 'account_refused', 'session_refused', 'bank_undecided')),
  CHECK ((fulfillment_kind IS NULL) = (fulfillment_id IS NULL)),
  CHECK ((fulfillment_kind IS NOT NULL) = (state = 'paid')),
  CHECK ((disputed_at IS NULL) = (disputed_reason IS NULL)),
  CHECK (disputed_at IS NULL OR state IN ('open', 'processing', 'expired'))
) STRICT;
CREATE INDEX checkouts_due ON checkouts (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX checkouts_by_subject ON checkouts (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX checkouts_by_payment ON checkouts (payment_intent_id) WHERE payment_intent_id IS NOT NULL;
CREATE INDEX checkouts_by_provider ON checkouts (provider_id, created_at, id);
CREATE INDEX checkouts_disputed ON checkouts (provider_id, created_at, id) WHERE disputed_at IS NOT NULL;
CREATE INDEX checkouts_paid_late ON checkouts (provider_id, paid_at) WHERE paid_at > expires_at; -- after the page had expired
CREATE TRIGGER checkouts_fulfillment_is_final BEFORE UPDATE OF fulfillment_kind, fulfillment_id ON checkouts
WHEN OLD.fulfillment_kind IS NOT NULL AND (NEW.fulfillment_kind IS NOT OLD.fulfillment_kind OR NEW.fulfillment_id IS NOT OLD.fulfillment_id)
BEGIN SELECT RAISE(ABORT, 'the fulfillment of a paid checkout never changes'); END;
CREATE UNIQUE INDEX checkouts_one_fulfillment ON checkouts (fulfillment_kind, fulfillment_id) WHERE fulfillment_kind IS NOT NULL;

-- Checkout Sessions that are ours by their metadata, and of which there is no row: as after a restore of an older file. Metadata
-- proves nothing, so they change no seat and no money; `reconcile` asks Stripe about them.
CREATE TABLE unknown_checkouts (
  id TEXT PRIMARY KEY, -- the session's
  provider_id TEXT NOT NULL REFERENCES providers (id),
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('class', 'package', 'gift_card', 'tip')),
  amount_cents INTEGER NOT NULL,
  currency TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('processing', 'paid')),
  reason TEXT, -- why it could not be repaired; null: reconcile has not looked at it yet
  noted_at TEXT NOT NULL
) STRICT;
CREATE INDEX unknown_checkouts_by_provider ON unknown_checkouts (provider_id, noted_at, id);
CREATE INDEX unknown_checkouts_by_state ON unknown_checkouts (state); -- for the gauge in /metrics

CREATE TABLE client_packages (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  client_id TEXT NOT NULL REFERENCES clients (id),
  package_type_id TEXT NOT NULL REFERENCES package_types (id),
  checkout_id TEXT NOT NULL UNIQUE REFERENCES checkouts (id),
  name_snapshot TEXT NOT NULL,
  sessions_total INTEGER NOT NULL CHECK (sessions_total > 0),
  sessions_remaining INTEGER NOT NULL CHECK (sessions_remaining BETWEEN 0 AND sessions_total),
  expires_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX client_packages_by_client ON client_packages (client_id, created_at, id);
CREATE INDEX client_packages_by_provider ON client_packages (provider_id, created_at, id);

-- The CHECKs of enrollments and messages use OR: for IN, SQLite builds a table of the words at every INSERT, which took a third
-- of inserting an enrollment.
CREATE TABLE enrollments (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  class_id TEXT NOT NULL REFERENCES class_sessions (id),
  client_id TEXT NOT NULL REFERENCES clients (id),
  status TEXT NOT NULL CHECK (
    status = 'PendingPayment' OR status = 'Confirmed' OR status = 'Cancelled' OR status = 'Expired' OR status = 'Completed' OR status = 'NoShow'
  ),
  name TEXT, -- name and phone as given at this booking: they may be another person's than the client's; null once erased
  phone TEXT,
  price_cents INTEGER NOT NULL,
  paid_with TEXT CHECK (paid_with = 'free' OR paid_with = 'card' OR paid_with = 'credit'),
  client_package_id TEXT REFERENCES client_packages (id),
  checkout_id TEXT REFERENCES checkouts (id),
  origin TEXT,
  booked_at TEXT NOT NULL,
  expires_at TEXT, -- of the hold; null when there is none
  confirmed_at TEXT,
  cancel_requested_at TEXT, -- its refund, or the closing of its session, is at Stripe: an expiry event then belongs to this cancellation
  cancelled_at TEXT,
  cancelled_by TEXT CHECK (cancelled_by = 'customer' OR cancelled_by = 'owner' OR cancelled_by = 'class' OR cancelled_by = 'dashboard'),
  cancel_reason TEXT,
  cancel_window_hours INTEGER, -- the rule that was applied
  late_cancel INTEGER,
  refund_choice TEXT CHECK (refund_choice = 'policy' OR refund_choice = 'full' OR refund_choice = 'none'),
  checked_in_at TEXT, -- on the roster
  sequence INTEGER NOT NULL DEFAULT 0,
  updated_at TEXT NOT NULL
) STRICT;
-- Client before class: a new client's entries lie together, and 64 bookings of one commit write few pages instead of many.
CREATE UNIQUE INDEX enrollments_one_live ON enrollments (client_id, class_id) WHERE status IN ('PendingPayment', 'Confirmed');
CREATE INDEX enrollments_by_class ON enrollments (class_id, phone); -- rosters, and the look-up of a phone
CREATE INDEX enrollments_by_client ON enrollments (client_id);
CREATE UNIQUE INDEX enrollments_by_checkout ON enrollments (checkout_id) WHERE checkout_id IS NOT NULL;
CREATE INDEX enrollments_holds ON enrollments (expires_at) WHERE status = 'PendingPayment';

CREATE TABLE credit_entries (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  client_package_id TEXT NOT NULL REFERENCES client_packages (id),
  enrollment_id TEXT NOT NULL REFERENCES enrollments (id),
  delta INTEGER NOT NULL CHECK (delta IN (-1, 1)),
  created_at TEXT NOT NULL,
  UNIQUE (client_package_id, enrollment_id, delta)
) STRICT;
CREATE TRIGGER credit_entries_append_only BEFORE UPDATE ON credit_entries BEGIN SELECT RAISE(ABORT, 'credit entries are append-only'); END;
CREATE TRIGGER credit_entries_kept BEFORE DELETE ON credit_entries BEGIN SELECT RAISE(ABORT, 'credit entries are append-only'); END;

CREATE TABLE waitlist_entries (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  class_id TEXT NOT NULL REFERENCES class_sessions (id),
  client_id TEXT NOT NULL REFERENCES clients (id),
  name TEXT, -- name and phone as given; null once erased
  phone TEXT,
  place INTEGER NOT NULL, -- grows within the class
  status TEXT NOT NULL CHECK (status IN ('Waiting', 'Promoted', 'Booked', 'Closed')),
  enrollment_id TEXT REFERENCES enrollments (id),
  origin TEXT,
  joined_at TEXT NOT NULL,
  promoted_at TEXT,
  UNIQUE (class_id, place)
) STRICT;
CREATE UNIQUE INDEX waitlist_one_live ON waitlist_entries (class_id, client_id) WHERE status = 'Waiting';
CREATE INDEX waitlist_waiting ON waitlist_entries (class_id, place) WHERE status = 'Waiting';
CREATE INDEX waitlist_by_client ON waitlist_entries (client_id);
CREATE INDEX waitlist_by_enrollment ON waitlist_entries (enrollment_id) WHERE enrollment_id IS NOT NULL;

-- What is due back for a payment, and our attempt to refund it; written before Stripe is called.
CREATE TABLE refunds (
  id TEXT PRIMARY KEY, -- in the metadata of our refunds at Stripe
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT NOT NULL REFERENCES checkouts (id),
  enrollment_id TEXT REFERENCES enrollments (id),
  account_id TEXT NOT NULL,
  payment_intent_id TEXT NOT NULL,
  due_cents INTEGER NOT NULL CHECK (due_cents > 0),
  amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 0 AND due_cents), -- what the present attempt asks for
  currency TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('cancellation', 'class_cancelled', 'seat_gone', 'duplicate_tip', 'buyer_gone', 'dashboard')),
  state TEXT NOT NULL CHECK (state IN ('intent', 'pending', 'succeeded', 'failed', 'refused')),
  attempt INTEGER NOT NULL DEFAULT 1, -- part of the idempotency key; grows only after a definite refusal
  attempt_at TEXT NOT NULL, -- when the present attempt began
  tries INTEGER NOT NULL DEFAULT 0, -- calls made, for the backoff
  stripe_refund_id TEXT,
  last_error TEXT,
  owner_notified_at TEXT, -- that it is stuck
  owed_notified_cents INTEGER NOT NULL DEFAULT 0, -- what the owner was last mailed about as owed
  next_try_at TEXT, -- when the worker tries or asks; null: nothing more to do
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX refunds_one_per_payment ON refunds (checkout_id);
CREATE INDEX refunds_by_enrollment ON refunds (enrollment_id) WHERE enrollment_id IS NOT NULL;
CREATE INDEX refunds_due ON refunds (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX refunds_by_stripe_id ON refunds (stripe_refund_id) WHERE stripe_refund_id IS NOT NULL;
CREATE INDEX refunds_by_provider ON refunds (provider_id, created_at, id);
CREATE INDEX refunds_in_need ON refunds (provider_id, created_at)
  WHERE state = 'refused' OR owner_notified_at IS NOT NULL OR owed_notified_cents > 0;
CREATE INDEX refunds_succeeded ON refunds (provider_id, updated_at) WHERE state = 'succeeded';

-- The standing refunds of a payment that are not ours, by Stripe's id: a mirror of Stripe's list.
CREATE TABLE dashboard_refunds (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT NOT NULL REFERENCES checkouts (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  noted_at TEXT NOT NULL
) STRICT;
CREATE INDEX dashboard_refunds_by_provider ON dashboard_refunds (provider_id, noted_at, id);
CREATE INDEX dashboard_refunds_by_checkout ON dashboard_refunds (checkout_id);

-- What the owner paid back outside Stripe, at most once for each payment.
CREATE TABLE manual_refunds (
  id TEXT PRIMARY KEY,
  refund_id TEXT NOT NULL UNIQUE REFERENCES refunds (id),
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT NOT NULL UNIQUE REFERENCES checkouts (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX manual_refunds_by_provider ON manual_refunds (provider_id, created_at);
CREATE TRIGGER manual_refunds_append_only BEFORE UPDATE ON manual_refunds BEGIN SELECT RAISE(ABORT, 'manual refunds are append-only'); END;
CREATE TRIGGER manual_refunds_kept BEFORE DELETE ON manual_refunds BEGIN SELECT RAISE(ABORT, 'manual refunds are append-only'); END;

-- What is owed is derived, never stored: due, less what was refunded by us, in the dashboard, and manually.
CREATE VIEW refund_sums AS
SELECT refund_id, due_cents, refunded_cents, outside_cents, manual_cents,
  iif(state = 'refused', 0, max(0, due_cents - refunded_cents - outside_cents - manual_cents)) AS owed_cents
FROM (
  SELECT r.id AS refund_id, r.state, r.due_cents, iif(r.state IN ('pending', 'succeeded'), r.amount_cents, 0) AS refunded_cents,
    (SELECT coalesce(sum(d.amount_cents), 0) FROM dashboard_refunds d WHERE d.checkout_id = r.checkout_id) AS outside_cents,
    (SELECT coalesce(sum(m.amount_cents), 0) FROM manual_refunds m WHERE m.refund_id = r.id) AS manual_cents
  FROM refunds r
);

CREATE TABLE gift_cards (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT NOT NULL UNIQUE REFERENCES checkouts (id),
  code_hash TEXT NOT NULL UNIQUE, -- the code itself is worth money: a look-up needs only its hash
  code_sealed TEXT NOT NULL, -- for the mail, encrypted under a key derived from ALERA_SECRET
  code_last4 TEXT NOT NULL,
  initial_cents INTEGER NOT NULL CHECK (initial_cents > 0),
  balance_cents INTEGER NOT NULL CHECK (balance_cents BETWEEN 0 AND initial_cents),
  currency TEXT NOT NULL,
  purchaser_name TEXT NOT NULL,
  purchaser_email TEXT,
  recipient_name TEXT,
  recipient_email TEXT,
  message TEXT,
  expires_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX gift_cards_by_provider ON gift_cards (provider_id, created_at, id);

CREATE TABLE gift_card_entries (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  gift_card_id TEXT NOT NULL REFERENCES gift_cards (id),
  appointment_id TEXT NOT NULL, -- the tenant's own reference, opaque
  debit_cents INTEGER NOT NULL CHECK (debit_cents > 0),
  created_at TEXT NOT NULL,
  UNIQUE (gift_card_id, appointment_id)
) STRICT;
CREATE TRIGGER gift_card_entries_append_only BEFORE UPDATE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'gift-card entries are append-only'); END;
CREATE TRIGGER gift_card_entries_kept BEFORE DELETE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'gift-card entries are append-only'); END;

-- One effect per event id: the id is written in the transaction of its effect.
CREATE TABLE payment_events (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  account_id TEXT,
  outcome TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX payment_events_by_time ON payment_events (received_at);

-- Each time this file took the place of a newer one.
CREATE TABLE restores (
  restored_at TEXT PRIMARY KEY,
  books_end_at TEXT, -- the newest thing the file knew of then; null: it knew of no payment
  reconciled_at TEXT -- when every account was compared with it since then
) STRICT;

-- The outbox: mails and texts to send, written in the transaction that causes them.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, -- in the order of enqueueing; outside, a message is known by its dedupe key
  provider_id TEXT NOT NULL REFERENCES providers (id),
  client_id TEXT REFERENCES clients (id),
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'text')),
  kind TEXT NOT NULL,
  lane TEXT NOT NULL, -- mail, sign_in, text: each is delivered apart from the others
  dedupe_key TEXT NOT NULL UNIQUE, -- kind and subject: enqueued once
  recipient TEXT NOT NULL,
  data TEXT NOT NULL, -- JSON; emptied once delivered, it may hold links that sign people in
  site_origin TEXT,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state = 'queued' OR state = 'sent' OR state = 'dead' OR state = 'erased'),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT, -- when it is due, or while it is being sent, when that attempt counts as lost; null: nothing more to do
  claimed_at TEXT, -- while it is being sent
  last_error TEXT,
  requeued_at TEXT, -- when the owner asked to send a dead message again: it is retried for 3 days from then
  created_at TEXT NOT NULL,
  sent_at TEXT
) STRICT;
CREATE INDEX messages_due ON messages (lane, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX messages_claimed ON messages (claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX messages_by_provider ON messages (provider_id, created_at); -- few indexes: every booking writes here
CREATE INDEX messages_dead ON messages (provider_id, created_at, id) WHERE state = 'dead'; -- the few that need the owner

-- What left or was erased long ago: that it was in the outbox, and no more. Nothing listed here is enqueued again.
CREATE TABLE archived_messages (
  dedupe_key TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX archived_messages_by_provider ON archived_messages (provider_id, dedupe_key);

-- Idempotency-Key: written in the transaction of the request's effect, then with its response. Encrypted under a key derived from ALERA_SECRET.
CREATE TABLE idempotency_keys (
  scope TEXT NOT NULL, -- hash of credential and key
  fingerprint TEXT NOT NULL, -- hash of method, path and body
  result_sealed TEXT, -- JSON: what the effect's write returned; null: the request may be handled again
  status INTEGER, -- of the response; null: not answered yet
  body_sealed TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (scope),
  CHECK ((status IS NULL) = (body_sealed IS NULL))
) STRICT;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

-- The owner's console: mailed links that sign in once, and the sessions they open. Both are known by their hash only.

CREATE TABLE owner_links (
  token_hash TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  email TEXT NOT NULL, -- a link mailed to an address that is no longer the owner's is worth nothing
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX owner_links_by_provider ON owner_links (provider_id, created_at);
CREATE INDEX owner_links_by_expiry ON owner_links (expires_at);

CREATE TABLE console_sessions (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  token_hash TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL, -- browser and system in words, for the list of devices
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
CREATE INDEX console_sessions_by_provider ON console_sessions (provider_id, created_at, id);
CREATE INDEX console_sessions_by_expiry ON console_sessions (expires_at);
