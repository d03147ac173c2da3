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
