import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { addStudio, person, studio } from "../../support/studio.ts";

Deno.test("the export is the studio's whole data, a line each, without secrets and without others' data", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  await other.seat(await other.addClass(), { name: "Else", email: "else@example.com", phone: "5550001111" });
  const classId = await s.addClass();
  const seat = await s.seat(classId, person(1));
  const late = await s.addClass({ capacity: 1 });
  await s.hold(late, person(2));
  await s.wait(late, person(3));
  await s.manage("POST", `classes/${classId}/enrollments`, { client: { name: "Walk In" }, payment: "offline" });
  await s.manage("POST", "webhook-endpoints", { url: "http://127.0.0.1:1/hooks", types: ["package.purchased"] });
  const { token, packId } = await s.buyPack(person(1));
  await s.book(await s.addClass(), person(1), { useClientPackageId: packId, customerToken: token });
  const code = await s.buyGiftCard();
  await s.call("POST", "/api/gift-cards/redeem", {
    code,
    providerId: s.id,
    requestedDebitCents: 500,
    mode: "commit",
    appointmentId: "a-1",
  });
  const card = (await s.books("checkouts")).find((one) => one.kind === "gift_card");
  await t.stripe.refundInDashboard(s.paymentOf(card.session_id), 500);
  await t.settle();
  const { tipToken } = await s.completedAppointment(person(4));
  await s.manage("POST", "instructors", { name: "Sarah Lee" });
  await s.manage("POST", "blackouts", {
    label: "Closed",
    startsAt: iso(t.clock.now()),
    endsAt: iso(t.clock.now() + DAY),
  });
  await t.stripe.failRefund((await s.cancel(seat.id, seat.cancelToken)).body.refundId);
  await t.settle();
  const { id: refundId } = (await s.manage("GET", "refunds")).body.items[0];
  await s.manage("POST", `refunds/${refundId}/paid-by-hand`);
  const forged = {
    ...t.stripe.sessions.get(card.session_id)!.session,
    id: "cs_unknown",
    client_reference_id: null,
  };
  await t.stripe.send(t.stripe.makeEvent("checkout.session.completed", forged, { account: s.accountId }));
  const feed = (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.calendarFeedUrl;

  const got = await s.manage("GET", "export");
  assert.equal(got.status, 200);
  assert.equal(got.headers.get("content-type"), "application/x-ndjson");
  assert.match(got.headers.get("content-disposition")!, new RegExp(`^attachment; filename="${s.handle}\\.ndjson"$`));
  assert.ok(got.text.endsWith("}\n"));
  const lines = got.text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const types = new Set(lines.map((line) => line.type));
  for (
    const type of [
      "providers",
      "api_keys",
      "instructors",
      "services",
      "class_sessions",
      "blackouts",
      "clients",
      "package_types",
      "client_packages",
      "enrollments",
      "credit_entries",
      "waitlist_entries",
      "appointments",
      "checkouts",
      "unknown_checkouts",
      "refunds",
      "dashboard_refunds",
      "gift_cards",
      "gift_card_entries",
      "messages",
      "events",
      "webhook_endpoints",
      "webhook_deliveries",
    ]
  ) assert.ok(types.has(type), `no line of ${type}`);
  // Every table with a provider's rows is in it; who is signed in to the console is no data of the studio's.
  // Nothing is old enough to be archived, and a change of a series is in its classes and mails.
  const absent = ["owner_links", "console_sessions", "archived_messages", "series_changes", "series_change_items"];
  for (const { name } of await t.db.read("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
    const columns = (await t.db.read(`SELECT name FROM pragma_table_info('${name}')`)).map((one) => one.name);
    if (columns.includes("provider_id") && !absent.includes(name)) {
      assert.ok(types.has(name), `${name} is not exported`);
    }
  }
  const count = (type: string) => lines.filter((line) => line.type === type).length;
  assert.deepEqual([count("providers"), count("clients"), count("class_sessions"), count("enrollments")], [1, 5, 3, 4]);
  const secrets = [
    s.key,
    s.key.slice(20),
    s.ownerToken,
    token,
    code,
    tipToken,
    seat.cancelToken,
    new URL(feed).pathname.slice(9, -4),
  ];
  for (
    const { key_hash, owner_token_hash, code_hash, code_sealed } of [
      ...await t.db.read("SELECT key_hash FROM api_keys"),
      ...await t.db.read("SELECT owner_token_hash FROM providers"),
      ...await t.db.read("SELECT code_hash, code_sealed FROM gift_cards"),
    ]
  ) secrets.push(...[key_hash, owner_token_hash, code_hash, code_sealed].filter((one) => one !== undefined));
  assert.ok(secrets.length >= 12);
  for (const secret of secrets) assert.ok(!got.text.includes(secret), `the export holds ${secret}`);
  assert.ok(!got.text.includes(other.id) && !got.text.includes("else@example.com"));
});

Deno.test("an export of more rows than fit a page misses and doubles none", async () => {
  await using t = await studio();
  const { studio: s } = t;
  for (let i = 0; i < 11; i++) {
    const made = await s.manage("POST", "classes", {
      serviceId: s.serviceId,
      scheduledAt: iso(t.clock.now() + DAY),
      repeat: { weekly: 104 },
    });
    assert.equal(made.status, 201);
  }
  const ids = (await s.books("class_sessions")).map((one) => one.id);
  assert.deepEqual([ids.length, new Set(ids).size], [1144, 1144]);
});

Deno.test("a client with more bookings than fit a page, among others with few: none is missed or doubled", async () => {
  await using t = await studio({ broken: true }); // rows without the mails that the doctor would look for
  const { studio: s } = t;
  const classes = await Promise.all(Array.from({ length: 3 }, () => s.addClass({ priceCents: 0, capacity: 40 })));
  for (let i = 0; i < 60; i++) assert.equal((await s.book(classes[i % 3], person(i))).status, 200);
  const [{ id }] = await t.db.read("SELECT client_id AS id FROM enrollments ORDER BY rowid LIMIT 1");
  // As after years of coming and cancelling.
  await t.db.write(s.id, (tx) =>
    tx.run(
      `INSERT INTO enrollments (id, provider_id, class_id, client_id, status, price_cents, booked_at, cancelled_at, cancelled_by, updated_at)
       SELECT 'old' || value, provider_id, class_id, client_id, 'Cancelled', 0, booked_at, booked_at, 'owner', booked_at
       FROM enrollments, json_each(?) WHERE client_id = ?`,
      [JSON.stringify(Array.from({ length: 600 }, (_, n) => n)), id],
    ));
  const ids = (await s.manage("GET", "export")).text.trimEnd().split("\n").map((line) => JSON.parse(line))
    .filter((line) => line.type === "enrollments").map((line) => line.id);
  assert.deepEqual([ids.length, new Set(ids).size], [660, 660]);
});
