-- Instants are text, ISO 8601 UTC with milliseconds: they compare and print as they are. Money is integer cents.
-- A reference within a studio's own rows takes provider_id along, so that it can't lead to another studio's.

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
  waitlist_mode TEXT NOT NULL DEFAULT 'manual' CHECK (waitlist_mode IN ('manual', 'automatic')),
  waitlist_offer_minutes INTEGER NOT NULL DEFAULT 60 CHECK (waitlist_offer_minutes BETWEEN 30 AND 1439),
  waitlist_cutoff_hours INTEGER NOT NULL DEFAULT 2 CHECK (waitlist_cutoff_hours >= 0), -- before the class: no offers from then on
  waitlist_uses_packs INTEGER NOT NULL DEFAULT 0,
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
CREATE INDEX providers_automatic ON providers (id) WHERE waitlist_mode = 'automatic'; -- whose waitlists fill themselves

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  label TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'secret' CHECK (kind IN ('secret', 'publishable')), -- publishable: a browser may hold it
  prefix TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  allowed_origins TEXT NOT NULL, -- JSON array, in the owner's order
  quota INTEGER CHECK (quota >= 0), -- requests a minute; 0: any number; null: the server's default
  created_at TEXT NOT NULL,
  last_used_at TEXT,
  revoked_at TEXT
) STRICT;
CREATE INDEX api_keys_publishable ON api_keys (id) WHERE kind = 'publishable' AND revoked_at IS NULL; -- for preflights
CREATE INDEX api_keys_by_provider ON api_keys (provider_id, created_at, id);

CREATE TABLE instructors (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (id, provider_id)
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
  updated_at TEXT NOT NULL,
  UNIQUE (id, provider_id)
) STRICT;
CREATE INDEX services_by_provider ON services (provider_id, created_at, id);

CREATE TABLE class_sessions (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  service_id TEXT NOT NULL,
  instructor_id TEXT,
  name_snapshot TEXT NOT NULL,
  scheduled_at TEXT NOT NULL,
  duration_min INTEGER NOT NULL CHECK (duration_min > 0),
  price_cents INTEGER NOT NULL CHECK (price_cents = 0 OR price_cents >= 50),
  capacity INTEGER NOT NULL CHECK (capacity > 0),
  public_note TEXT,
  status TEXT NOT NULL DEFAULT 'Scheduled' CHECK (status IN ('Scheduled', 'Cancelled', 'Completed')),
  enrolled_count INTEGER NOT NULL DEFAULT 0 CHECK (enrolled_count >= 0), -- both counts follow the enrollments, by their triggers
  held_count INTEGER NOT NULL DEFAULT 0 CHECK (held_count >= 0),
  remind_at TEXT, -- when those booked are to be reminded; null: everybody was, or nobody is
  moved_at TEXT, -- when it last got another time, of which everybody booked was mailed
  series_id TEXT, -- of the classes that were scheduled weekly, together
  sequence INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT class_full CHECK (enrolled_count + held_count <= capacity), -- the last guard against overselling
  UNIQUE (id, provider_id),
  FOREIGN KEY (provider_id, service_id) REFERENCES services (provider_id, id),
  FOREIGN KEY (provider_id, instructor_id) REFERENCES instructors (provider_id, id)
) STRICT;
CREATE INDEX class_sessions_by_time ON class_sessions (provider_id, scheduled_at, id);
CREATE INDEX class_sessions_by_series ON class_sessions (series_id, scheduled_at, id) WHERE series_id IS NOT NULL;
CREATE INDEX class_sessions_to_remind ON class_sessions (remind_at) WHERE remind_at IS NOT NULL;

-- A change of a class and those that follow it in its series: made in one write, and finished by a job in small ones.
CREATE TABLE series_changes (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  kind TEXT NOT NULL CHECK (kind = 'moved' OR kind = 'cancelled'),
  class_id TEXT NOT NULL, -- the first of them
  class_ids TEXT NOT NULL, -- all, a JSON array
  message TEXT, -- the owner's own words, for the mails
  created_at TEXT NOT NULL,
  next_try_at TEXT, -- null: everybody was closed and mailed
  UNIQUE (id, provider_id)
) STRICT;
CREATE INDEX series_changes_due ON series_changes (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX series_changes_by_class ON series_changes (class_id, created_at);
-- What each client is to be told of it, until it is in one mail for all of theirs. No references but one: a booking would look for its rows here.
CREATE TABLE series_change_items (
  change_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  subject_id TEXT NOT NULL, -- an enrollment or a waitlist entry
  provider_id TEXT NOT NULL,
  class_id TEXT NOT NULL,
  data TEXT NOT NULL, -- JSON: the time before, or what is given back; nothing personal
  enqueued_at TEXT, -- when its mail was enqueued
  dedupe_key TEXT, -- of that mail; null: there was nothing to tell any more
  PRIMARY KEY (change_id, client_id, subject_id),
  FOREIGN KEY (provider_id, change_id) REFERENCES series_changes (provider_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX series_change_items_due ON series_change_items (change_id, client_id) WHERE enqueued_at IS NULL;
CREATE INDEX series_change_items_by_subject ON series_change_items (subject_id);

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

-- One key of clients and enrollments serves look-ups by id and references alike: a second index would be a tenth of a free booking.
CREATE TABLE clients (
  id TEXT NOT NULL,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  name TEXT NOT NULL,
  email TEXT, -- null: none is known, or erased
  phone TEXT,
  note TEXT, -- the studio's own ("wrist injury"), never shown to the client
  feed_token TEXT, -- created when it is first shown
  site_origin TEXT, -- where this client last came from
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  erased_at TEXT,
  UNIQUE (provider_id, email),
  PRIMARY KEY (id, provider_id)
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
  updated_at TEXT NOT NULL,
  UNIQUE (id, provider_id)
) STRICT;
CREATE INDEX package_types_by_provider ON package_types (provider_id, created_at, id);

CREATE TABLE appointments (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  service_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  scheduled_at TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'Scheduled' CHECK (status IN ('Scheduled', 'Completed', 'Cancelled')),
  tip_amount_cents INTEGER,
  tip_charge_id TEXT,
  tip_captured_at TEXT,
  tip_checkout_id TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  paid_state TEXT GENERATED ALWAYS AS ('paid') VIRTUAL, -- its tip's checkout is
  FOREIGN KEY (provider_id, service_id) REFERENCES services (provider_id, id),
  FOREIGN KEY (provider_id, client_id) REFERENCES clients (provider_id, id),
  FOREIGN KEY (provider_id, tip_checkout_id) REFERENCES checkouts (provider_id, id),
  FOREIGN KEY (tip_checkout_id, paid_state) REFERENCES checkouts (id, state) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX appointments_by_time ON appointments (provider_id, scheduled_at, id);
CREATE INDEX appointments_by_client ON appointments (client_id);
CREATE INDEX appointments_by_tip_checkout ON appointments (tip_checkout_id) WHERE tip_checkout_id IS NOT NULL;
CREATE INDEX appointments_tipped ON appointments (provider_id, tip_captured_at, id) WHERE tip_captured_at IS NOT NULL;

-- Every Checkout Session, written before Stripe is called. What a payment gave refers to (id, 'paid'), checked at COMMIT: fulfillment and
-- state need each other, so one of them comes first.
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
  refunds_unread_since TEXT, -- since when Stripe refuses to list its refunds; null once they are read
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
  CHECK (disputed_at IS NULL OR state IN ('open', 'processing', 'expired')),
  UNIQUE (id, provider_id),
  UNIQUE (id, state)
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
CREATE TRIGGER checkouts_fulfillment_exists BEFORE UPDATE OF fulfillment_kind, fulfillment_id ON checkouts
WHEN NEW.fulfillment_kind IS NOT NULL AND NOT CASE NEW.fulfillment_kind
  WHEN 'seat' THEN NEW.kind = 'class' AND EXISTS (SELECT 1 FROM enrollments WHERE id = NEW.fulfillment_id AND provider_id = NEW.provider_id
    AND checkout_id = NEW.id AND paid_with = 'card')
  WHEN 'package' THEN NEW.kind = 'package' AND EXISTS (SELECT 1 FROM client_packages WHERE id = NEW.fulfillment_id
    AND provider_id = NEW.provider_id AND checkout_id = NEW.id)
  WHEN 'gift_card' THEN NEW.kind = 'gift_card' AND EXISTS (SELECT 1 FROM gift_cards WHERE id = NEW.fulfillment_id
    AND provider_id = NEW.provider_id AND checkout_id = NEW.id AND initial_cents = NEW.amount_cents)
  WHEN 'tip' THEN NEW.kind = 'tip' AND EXISTS (SELECT 1 FROM appointments WHERE id = NEW.fulfillment_id
    AND provider_id = NEW.provider_id AND tip_checkout_id = NEW.id AND tip_amount_cents = NEW.amount_cents)
  WHEN 'refund' THEN EXISTS (SELECT 1 FROM refunds WHERE id = NEW.fulfillment_id AND provider_id = NEW.provider_id
    AND checkout_id = NEW.id AND due_cents = NEW.amount_cents)
  ELSE 0
END
BEGIN SELECT RAISE(ABORT, 'a checkout is paid with a fulfillment that is not its own'); END;
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
  client_id TEXT NOT NULL,
  package_type_id TEXT NOT NULL,
  checkout_id TEXT NOT NULL UNIQUE,
  name_snapshot TEXT NOT NULL,
  sessions_total INTEGER NOT NULL CHECK (sessions_total > 0),
  sessions_remaining INTEGER NOT NULL CHECK (sessions_remaining BETWEEN 0 AND sessions_total),
  expires_at TEXT,
  created_at TEXT NOT NULL,
  paid_state TEXT GENERATED ALWAYS AS ('paid') VIRTUAL, -- its checkout is
  UNIQUE (id, provider_id),
  FOREIGN KEY (provider_id, client_id) REFERENCES clients (provider_id, id),
  FOREIGN KEY (provider_id, package_type_id) REFERENCES package_types (provider_id, id),
  FOREIGN KEY (provider_id, checkout_id) REFERENCES checkouts (provider_id, id),
  FOREIGN KEY (checkout_id, paid_state) REFERENCES checkouts (id, state) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX client_packages_by_client ON client_packages (client_id, created_at, id);
CREATE INDEX client_packages_by_provider ON client_packages (provider_id, created_at, id);

-- The CHECKs of enrollments and messages use OR: for IN, SQLite builds a table of the words at every INSERT, which took a third
-- of inserting an enrollment.
CREATE TABLE enrollments (
  id TEXT NOT NULL,
  provider_id TEXT NOT NULL, -- its class's
  class_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (
    status = 'PendingPayment' OR status = 'Confirmed' OR status = 'Cancelled' OR status = 'Expired' OR status = 'Completed' OR status = 'NoShow'
  ),
  name TEXT, -- name and phone as given at this booking: they may be another person's than the client's; null once erased
  phone TEXT,
  price_cents INTEGER NOT NULL,
  paid_with TEXT CHECK (paid_with = 'free' OR paid_with = 'card' OR paid_with = 'credit' OR paid_with = 'gift_card' OR paid_with = 'offline'),
  client_package_id TEXT,
  checkout_id TEXT,
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
  moved_at TEXT, -- when it last went to another class, of which its client was mailed
  sequence INTEGER NOT NULL DEFAULT 0,
  updated_at TEXT NOT NULL,
  paid_state TEXT GENERATED ALWAYS AS (iif(paid_with = 'card', 'paid', NULL)) VIRTUAL, -- its checkout is, if a card paid for it
  CHECK (checkout_id IS NOT NULL OR (status <> 'PendingPayment' AND paid_with IS NOT 'card')),
  PRIMARY KEY (id, provider_id),
  FOREIGN KEY (provider_id, class_id) REFERENCES class_sessions (provider_id, id),
  FOREIGN KEY (provider_id, client_id) REFERENCES clients (provider_id, id),
  FOREIGN KEY (provider_id, client_package_id) REFERENCES client_packages (provider_id, id),
  FOREIGN KEY (provider_id, checkout_id) REFERENCES checkouts (provider_id, id),
  FOREIGN KEY (checkout_id, paid_state) REFERENCES checkouts (id, state) DEFERRABLE INITIALLY DEFERRED
) STRICT;
-- One live enrollment of a client in a class; of the others each stands for itself, so that the index also lists a client's.
-- Client before class: a new client's entries lie together, and 64 bookings of one commit write few pages instead of many.
CREATE UNIQUE INDEX enrollments_one_live ON enrollments (client_id, iif(status = 'PendingPayment' OR status = 'Confirmed', class_id, id));
CREATE INDEX enrollments_by_class ON enrollments (class_id, phone); -- rosters, and the look-up of a phone
CREATE UNIQUE INDEX enrollments_by_checkout ON enrollments (checkout_id) WHERE checkout_id IS NOT NULL;
CREATE INDEX enrollments_by_pack ON enrollments (client_package_id) WHERE client_package_id IS NOT NULL;
CREATE INDEX enrollments_holds ON enrollments (expires_at) WHERE status = 'PendingPayment';
-- The counts of a class: Confirmed, Completed and NoShow are enrolled, PendingPayment is held.
CREATE TRIGGER enrollments_take_seat AFTER INSERT ON enrollments WHEN NEW.status <> 'Cancelled' AND NEW.status <> 'Expired' BEGIN
  UPDATE class_sessions SET enrolled_count = enrolled_count + (NEW.status <> 'PendingPayment'),
    held_count = held_count + (NEW.status = 'PendingPayment')
  WHERE id = NEW.class_id;
END;
CREATE TRIGGER enrollments_move_seat AFTER UPDATE OF status, class_id ON enrollments
WHEN NEW.status <> OLD.status OR NEW.class_id <> OLD.class_id BEGIN
  UPDATE class_sessions SET
    enrolled_count = enrolled_count + (id = NEW.class_id AND NEW.status IN ('Confirmed', 'Completed', 'NoShow'))
      - (id = OLD.class_id AND OLD.status IN ('Confirmed', 'Completed', 'NoShow')),
    held_count = held_count + (id = NEW.class_id AND NEW.status = 'PendingPayment') - (id = OLD.class_id AND OLD.status = 'PendingPayment')
  WHERE id IN (OLD.class_id, NEW.class_id);
END;
CREATE TRIGGER enrollments_free_seat AFTER DELETE ON enrollments BEGIN
  UPDATE class_sessions SET enrolled_count = enrolled_count - (OLD.status IN ('Confirmed', 'Completed', 'NoShow')),
    held_count = held_count - (OLD.status = 'PendingPayment')
  WHERE id = OLD.class_id;
END;

-- What a client paid for a booking elsewhere: at the desk, or in another system. No foreign key leads to it: every booking would look for payments.
CREATE TABLE offline_payments (
  id TEXT PRIMARY KEY,
  enrollment_id TEXT NOT NULL UNIQUE,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents >= 0),
  method TEXT CHECK (method IN ('cash', 'terminal', 'other')),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX offline_payments_by_provider ON offline_payments (provider_id, created_at, id);
CREATE TRIGGER offline_payments_pay_a_booking BEFORE INSERT ON offline_payments
WHEN NOT EXISTS (SELECT 1 FROM enrollments WHERE id = NEW.enrollment_id AND provider_id = NEW.provider_id AND paid_with = 'offline')
BEGIN SELECT RAISE(ABORT, 'what is paid elsewhere is a booking of its studio'); END;
CREATE TRIGGER offline_payments_append_only BEFORE UPDATE ON offline_payments BEGIN SELECT RAISE(ABORT, 'offline payments are append-only'); END;
CREATE TRIGGER offline_payments_kept BEFORE DELETE ON offline_payments BEGIN SELECT RAISE(ABORT, 'offline payments are append-only'); END;

CREATE TABLE credit_entries (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  client_package_id TEXT NOT NULL,
  enrollment_id TEXT NOT NULL,
  delta INTEGER NOT NULL CHECK (delta IN (-1, 1)),
  created_at TEXT NOT NULL,
  UNIQUE (client_package_id, enrollment_id, delta),
  FOREIGN KEY (provider_id, client_package_id) REFERENCES client_packages (provider_id, id),
  FOREIGN KEY (provider_id, enrollment_id) REFERENCES enrollments (provider_id, id)
) STRICT;
-- A new row of a table with triggers looks for rows that refer to it already, so each reference needs an index.
CREATE INDEX credit_entries_by_enrollment ON credit_entries (enrollment_id);
CREATE TRIGGER credit_entries_append_only BEFORE UPDATE ON credit_entries BEGIN SELECT RAISE(ABORT, 'credit entries are append-only'); END;
CREATE TRIGGER credit_entries_kept BEFORE DELETE ON credit_entries BEGIN SELECT RAISE(ABORT, 'credit entries are append-only'); END;
CREATE TRIGGER credit_entries_move_balance AFTER INSERT ON credit_entries BEGIN
  UPDATE client_packages SET sessions_remaining = sessions_remaining + NEW.delta WHERE id = NEW.client_package_id;
END;
CREATE TRIGGER client_packages_begin_full BEFORE INSERT ON client_packages WHEN NEW.sessions_remaining <> NEW.sessions_total
BEGIN SELECT RAISE(ABORT, 'a pack begins with all its credits'); END;
CREATE TRIGGER client_packages_match_ledger BEFORE UPDATE OF sessions_remaining, sessions_total ON client_packages
WHEN NEW.sessions_remaining <> NEW.sessions_total + (SELECT coalesce(sum(delta), 0) FROM credit_entries WHERE client_package_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a pack has what its credit entries leave'); END;

CREATE TABLE waitlist_entries (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  class_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  name TEXT, -- name and phone as given; null once erased
  phone TEXT,
  place INTEGER NOT NULL, -- grows within the class
  status TEXT NOT NULL CHECK (status IN ('Waiting', 'Promoted', 'Booked', 'Closed', 'Left')),
  enrollment_id TEXT,
  origin TEXT,
  is_proven INTEGER NOT NULL DEFAULT 0, -- joined by the client themselves: a pack of theirs may pay without asking
  offer_tries INTEGER NOT NULL DEFAULT 0, -- payment pages of its offer that Stripe did not make, for the backoff
  joined_at TEXT NOT NULL,
  promoted_at TEXT,
  left_by TEXT CHECK (left_by IN ('customer', 'owner')),
  ended_at TEXT, -- when it became Booked, Closed or Left
  UNIQUE (class_id, place),
  FOREIGN KEY (provider_id, class_id) REFERENCES class_sessions (provider_id, id),
  FOREIGN KEY (provider_id, client_id) REFERENCES clients (provider_id, id),
  FOREIGN KEY (provider_id, enrollment_id) REFERENCES enrollments (provider_id, id)
) STRICT;
CREATE UNIQUE INDEX waitlist_one_live ON waitlist_entries (class_id, client_id) WHERE status = 'Waiting';
CREATE INDEX waitlist_waiting ON waitlist_entries (class_id, place) WHERE status = 'Waiting';
CREATE INDEX waitlist_by_client ON waitlist_entries (client_id);
CREATE INDEX waitlist_by_enrollment ON waitlist_entries (enrollment_id) WHERE enrollment_id IS NOT NULL;

-- What is due back for a payment, and our attempt to refund it; written before Stripe is called.
CREATE TABLE refunds (
  id TEXT PRIMARY KEY, -- in the metadata of our refunds at Stripe
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT NOT NULL,
  enrollment_id TEXT,
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
  updated_at TEXT NOT NULL,
  paid_state TEXT GENERATED ALWAYS AS ('paid') VIRTUAL, -- its checkout is
  UNIQUE (id, provider_id),
  FOREIGN KEY (provider_id, checkout_id) REFERENCES checkouts (provider_id, id),
  FOREIGN KEY (provider_id, enrollment_id) REFERENCES enrollments (provider_id, id),
  FOREIGN KEY (checkout_id, paid_state) REFERENCES checkouts (id, state) DEFERRABLE INITIALLY DEFERRED
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
  checkout_id TEXT NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  noted_at TEXT NOT NULL,
  FOREIGN KEY (provider_id, checkout_id) REFERENCES checkouts (provider_id, id)
) STRICT;
CREATE INDEX dashboard_refunds_by_provider ON dashboard_refunds (provider_id, noted_at, id);
CREATE INDEX dashboard_refunds_by_checkout ON dashboard_refunds (checkout_id);

-- What the owner paid back outside Stripe, at most once for each payment.
CREATE TABLE manual_refunds (
  id TEXT PRIMARY KEY,
  refund_id TEXT NOT NULL UNIQUE,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT NOT NULL UNIQUE,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  created_at TEXT NOT NULL,
  FOREIGN KEY (provider_id, refund_id) REFERENCES refunds (provider_id, id),
  FOREIGN KEY (provider_id, checkout_id) REFERENCES checkouts (provider_id, id)
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

-- No more is due, asked for or paid back than was paid. What Stripe tells is written as it is: a fact is not refused, doctor reports it.
CREATE TRIGGER refunds_due_was_paid BEFORE INSERT ON refunds
WHEN NEW.due_cents > (SELECT amount_cents FROM checkouts WHERE id = NEW.checkout_id)
BEGIN SELECT RAISE(ABORT, 'more would be due than was paid'); END;
CREATE TRIGGER refunds_due_stays_paid BEFORE UPDATE OF due_cents, checkout_id ON refunds
WHEN NEW.due_cents > (SELECT amount_cents FROM checkouts WHERE id = NEW.checkout_id)
BEGIN SELECT RAISE(ABORT, 'more would be due than was paid'); END;
CREATE TRIGGER refunds_ask_for_what_is_left AFTER INSERT ON refunds WHEN NEW.state = 'intent' AND NEW.amount_cents >
  (SELECT owed_cents FROM refund_sums WHERE refund_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'more would be asked for than is left'); END;
CREATE TRIGGER refunds_ask_again_for_what_is_left AFTER UPDATE OF amount_cents ON refunds WHEN NEW.state = 'intent' AND NEW.amount_cents >
  (SELECT owed_cents FROM refund_sums WHERE refund_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'more would be asked for than is left'); END;
CREATE TRIGGER manual_refunds_pay_what_is_owed BEFORE INSERT ON manual_refunds
WHEN NEW.amount_cents > (SELECT owed_cents FROM refund_sums WHERE refund_id = NEW.refund_id)
BEGIN SELECT RAISE(ABORT, 'more would be paid back than is owed'); END;

CREATE TABLE gift_cards (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT UNIQUE, -- null: issued by the owner, paid elsewhere
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
  created_at TEXT NOT NULL,
  paid_state TEXT GENERATED ALWAYS AS ('paid') VIRTUAL, -- its checkout is
  UNIQUE (id, provider_id),
  FOREIGN KEY (provider_id, checkout_id) REFERENCES checkouts (provider_id, id),
  FOREIGN KEY (checkout_id, paid_state) REFERENCES checkouts (id, state) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX gift_cards_by_provider ON gift_cards (provider_id, created_at, id);

-- Debits, and below zero what came back: of a booking when it is cancelled, of a redemption when the desk undoes it. A booking has a column
-- of its own, so that no reference of the tenant's can be taken for it. No foreign key leads to it: every booking would look for entries.
CREATE TABLE gift_card_entries (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  gift_card_id TEXT NOT NULL,
  appointment_id TEXT, -- the tenant's own reference, opaque
  debit_cents INTEGER NOT NULL CHECK (debit_cents <> 0),
  created_at TEXT NOT NULL,
  enrollment_id TEXT, -- the booking it paid for
  purpose TEXT, -- what the desk took it for, in the owner's words
  undo_until TEXT, -- until when the desk may undo it; null: never
  CHECK ((appointment_id IS NULL) <> (enrollment_id IS NULL)),
  FOREIGN KEY (provider_id, gift_card_id) REFERENCES gift_cards (provider_id, id)
) STRICT;
CREATE UNIQUE INDEX gift_card_entries_by_reference ON gift_card_entries (gift_card_id, appointment_id, debit_cents < 0);
CREATE UNIQUE INDEX gift_card_entries_by_enrollment ON gift_card_entries (enrollment_id, debit_cents < 0) WHERE enrollment_id IS NOT NULL;
CREATE TRIGGER gift_card_entries_pay_a_booking BEFORE INSERT ON gift_card_entries WHEN NEW.enrollment_id IS NOT NULL AND NEW.debit_cents > 0
  AND NOT EXISTS (SELECT 1 FROM enrollments WHERE id = NEW.enrollment_id AND provider_id = NEW.provider_id AND paid_with = 'gift_card')
BEGIN SELECT RAISE(ABORT, 'a gift card pays for a booking of its studio'); END;
CREATE TRIGGER gift_card_entries_return_a_debit BEFORE INSERT ON gift_card_entries WHEN NEW.debit_cents < 0
  AND NOT EXISTS (SELECT 1 FROM gift_card_entries d WHERE d.gift_card_id = NEW.gift_card_id AND d.debit_cents = -NEW.debit_cents
    AND (d.enrollment_id = NEW.enrollment_id OR d.appointment_id = NEW.appointment_id))
BEGIN SELECT RAISE(ABORT, 'what comes back to a gift card is a debit, all of it'); END;
CREATE TRIGGER gift_card_entries_append_only BEFORE UPDATE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'gift-card entries are append-only'); END;
CREATE TRIGGER gift_card_entries_kept BEFORE DELETE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'gift-card entries are append-only'); END;
CREATE TRIGGER gift_card_entries_move_balance AFTER INSERT ON gift_card_entries BEGIN
  UPDATE gift_cards SET balance_cents = balance_cents - NEW.debit_cents WHERE id = NEW.gift_card_id;
END;
CREATE TRIGGER gift_cards_begin_full BEFORE INSERT ON gift_cards WHEN NEW.balance_cents <> NEW.initial_cents
BEGIN SELECT RAISE(ABORT, 'a gift card begins with all its money'); END;
CREATE TRIGGER gift_cards_match_ledger BEFORE UPDATE OF balance_cents, initial_cents ON gift_cards
WHEN NEW.balance_cents <> NEW.initial_cents - (SELECT coalesce(sum(debit_cents), 0) FROM gift_card_entries WHERE gift_card_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a gift card has what its entries leave'); END;

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
  client_id TEXT,
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
  sent_at TEXT,
  FOREIGN KEY (provider_id, client_id) REFERENCES clients (provider_id, id)
) STRICT;
CREATE INDEX messages_due ON messages (lane, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX messages_by_provider ON messages (provider_id, created_at); -- few indexes: every booking writes here
CREATE INDEX messages_to_archive ON messages (coalesce(sent_at, created_at)) WHERE state = 'sent' OR state = 'erased';
CREATE INDEX messages_dead ON messages (provider_id, created_at, id) WHERE state = 'dead'; -- the few that need the owner

-- What left or was erased long ago: that it was in the outbox, and no more. Nothing listed here is enqueued again.
CREATE TABLE archived_messages (
  dedupe_key TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX archived_messages_by_provider ON archived_messages (provider_id, dedupe_key);

-- What happened, in the transaction of its cause, for 30 days: what webhooks tell. Few indexes, and CHECKs without IN: every booking writes here.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, -- the order; outside, an event is known by its id
  id TEXT NOT NULL,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  client_id TEXT, -- whom its data name; erasing them walks the studio's events, for an index would cost every booking
  type TEXT NOT NULL,
  created_at TEXT NOT NULL,
  data TEXT NOT NULL, -- JSON: the object as the management API showed it then; of an erased client without personal data
  FOREIGN KEY (provider_id, client_id) REFERENCES clients (provider_id, id)
) STRICT;
CREATE UNIQUE INDEX events_by_id ON events (id, provider_id);
CREATE INDEX events_by_type ON events (provider_id, type, seq); -- a list of all types merges them

-- Where a studio's events are sent.
CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  url TEXT NOT NULL,
  types TEXT NOT NULL, -- JSON array; ["*"]: all
  description TEXT,
  secret_sealed TEXT NOT NULL, -- encrypted under a key derived from ALERA_SECRET
  old_secret_sealed TEXT, -- signs too until old_secret_until
  old_secret_until TEXT,
  status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled', 'deleted')),
  disabled_reason TEXT CHECK (disabled_reason IN ('owner', 'gone', 'failing')),
  failing_since TEXT, -- the first failure since its last delivery
  wants_after INTEGER NOT NULL, -- it is owed the events of its types after this one
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL)),
  UNIQUE (id, provider_id)
) STRICT;
CREATE INDEX webhook_endpoints_by_provider ON webhook_endpoints (provider_id, created_at, id);
CREATE INDEX webhook_endpoints_enabled ON webhook_endpoints (provider_id) WHERE status = 'enabled';
CREATE INDEX webhook_endpoints_failing ON webhook_endpoints (failing_since) WHERE failing_since IS NOT NULL;
CREATE INDEX webhook_endpoints_deleted ON webhook_endpoints (id) WHERE status = 'deleted';

-- An event for an endpoint: written with the event, claimed before it is sent.
CREATE TABLE webhook_deliveries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  provider_id TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state = 'pending' OR state = 'delivered' OR state = 'failed'),
  attempts INTEGER NOT NULL DEFAULT 0,
  last_status INTEGER,
  last_error TEXT,
  next_attempt_at TEXT, -- while pending: when it is due, or while it is being sent, when that attempt counts as lost
  claimed_at TEXT, -- while it is being sent
  created_at TEXT NOT NULL,
  CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
  FOREIGN KEY (provider_id, endpoint_id) REFERENCES webhook_endpoints (provider_id, id),
  FOREIGN KEY (provider_id, event_id) REFERENCES events (provider_id, id)
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_deliveries_claimed ON webhook_deliveries (claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id);
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id);

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

-- One row, which a probe of readiness writes to prove that it can.
CREATE TABLE write_probes (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  written_at TEXT NOT NULL
) STRICT;
