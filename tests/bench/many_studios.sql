-- Rows of many other studios, for the benchmark of growth: 25 classes of 20 booked seats and 100 clients each. Written past the API, so without
-- triggers and foreign keys, whose work is written with the rows. {STUDIOS} is replaced. Times are around the clock of the tests.
CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < max({STUDIOS}, 500) - 1) SELECT i FROM n;

INSERT INTO providers (id, handle, display_name, email, timezone, owner_token_hash, created_at, updated_at)
SELECT printf('prov-%024d', i), printf('other-%d', i), printf('Other %d', i), printf('owner-%d@others.example', i), 'America/Chicago',
  printf('hash-%d', i), '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
FROM n WHERE i < {STUDIOS};

INSERT INTO services (id, provider_id, name, duration_min, price_cents, capacity, created_at, updated_at)
SELECT printf('svc-%024d', i), printf('prov-%024d', i), 'Pilates', 50, 0, 30, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
FROM n WHERE i < {STUDIOS};

INSERT INTO class_sessions (id, provider_id, service_id, name_snapshot, scheduled_at, duration_min, price_cents, capacity, enrolled_count,
  created_at, updated_at, remind_at)
SELECT printf('class-%012d%012d', s.i, c.i), printf('prov-%024d', s.i), printf('svc-%024d', s.i), 'Pilates',
  strftime('%Y-%m-%dT%H:%M:%fZ', '2026-05-01', c.i || ' days', (s.i % 24) || ' hours'), 50, 0, 30, 20,
  '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z',
  iif(c.i > 20, strftime('%Y-%m-%dT%H:%M:%fZ', '2026-05-01', (c.i - 2) || ' days', (s.i % 24) || ' hours'), NULL)
FROM n s JOIN n c ON c.i < 25 WHERE s.i < {STUDIOS} ORDER BY s.i, c.i;

INSERT INTO clients (id, provider_id, name, email, phone, created_at, updated_at)
SELECT printf('cli-%012d%012d', s.i, c.i), printf('prov-%024d', s.i), 'Jane Doe', printf('jane-%d-%d@others.example', s.i, c.i),
  printf('%d', 5000000000 + s.i * 100 + c.i), '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
FROM n s JOIN n c ON c.i < 100 WHERE s.i < {STUDIOS} ORDER BY s.i, c.i;

INSERT INTO enrollments (id, provider_id, class_id, client_id, status, name, phone, price_cents, paid_with, booked_at, confirmed_at, updated_at)
SELECT printf('enr-%012d%012d', s.i, e.i), printf('prov-%024d', s.i), printf('class-%012d%012d', s.i, e.i / 20),
  printf('cli-%012d%012d', s.i, e.i % 100), 'Confirmed', 'Jane Doe', printf('%d', 5000000000 + s.i * 100 + e.i % 100), 0, 'free',
  '2026-04-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'
FROM n s JOIN n e ON e.i < 500 WHERE s.i < {STUDIOS} ORDER BY s.i, e.i;
