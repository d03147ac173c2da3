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

CREATE INDEX providers_by_email ON providers (email);

ALTER TABLE refunds ADD COLUMN paid_by_hand_at TEXT; -- the owner gave the money back outside Stripe
CREATE INDEX refunds_in_need ON refunds (provider_id, created_at) WHERE state IN ('intent', 'failed') AND paid_by_hand_at IS NULL;

ALTER TABLE enrollments ADD COLUMN checked_in_at TEXT; -- ticked off on the roster
ALTER TABLE clients ADD COLUMN note TEXT; -- the studio's own ("wrist injury"), never shown to the client

ALTER TABLE messages ADD COLUMN queued_again_at TEXT; -- when the owner asked to send a dead letter again: it is tried for 3 days from then
CREATE INDEX messages_dead ON messages (provider_id, created_at, id) WHERE state = 'dead'; -- the few that need the owner's eyes

-- What a studio gave back in its own dashboard, part by part as we were told: the sum of a checkout's is its refunded_outside_cents.
-- What comes back again is taken off the youngest part, so nothing here is ever negative.
CREATE TABLE dashboard_refunds (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  checkout_id TEXT NOT NULL REFERENCES checkouts (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  told_at TEXT NOT NULL
) STRICT;
CREATE INDEX dashboard_refunds_by_provider ON dashboard_refunds (provider_id, told_at, id);
CREATE INDEX dashboard_refunds_by_checkout ON dashboard_refunds (checkout_id, told_at, id);
-- When those of before were told is written down only where they cancelled a booking.
INSERT INTO dashboard_refunds (id, provider_id, checkout_id, amount_cents, told_at)
  SELECT 'dr-' || k.id, k.provider_id, k.id, k.refunded_outside_cents,
    coalesce((SELECT max(r.created_at) FROM refunds r WHERE r.checkout_id = k.id AND r.reason = 'dashboard'), k.paid_at, k.created_at)
  FROM checkouts k WHERE k.refunded_outside_cents > 0;

-- Sales: money back by the day it went, and what was sold, newest first. All of it is rarely written: no booking pays for these.
CREATE INDEX refunds_settled ON refunds (provider_id, updated_at) WHERE state = 'succeeded'; -- nothing changes a refund after that
CREATE INDEX refunds_by_hand ON refunds (provider_id, paid_by_hand_at) WHERE paid_by_hand_at IS NOT NULL;
CREATE INDEX checkouts_paid_late ON checkouts (provider_id, paid_at) WHERE paid_at > expires_at; -- after their page had closed
CREATE INDEX client_packages_by_provider ON client_packages (provider_id, created_at, id);
CREATE INDEX appointments_tipped ON appointments (provider_id, tip_captured_at, id) WHERE tip_captured_at IS NOT NULL;
