/** The provider itself: creating one, its settings, its keys, Stripe, the export. */
import {
  deepStrictEqual as same,
  match,
  notStrictEqual as different,
  ok as truth,
  strictEqual as equal,
} from "node:assert";
import { DAY, iso } from "../../../src/domain/time.ts";
import { OPERATOR, startApp, type TestApp } from "../../support/app.ts";
import { findInDatabase, invalid, isId, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, person, studio } from "../../support/studio.ts";

const create = (t: TestApp, body: unknown, token = OPERATOR) =>
  t.send("POST", "/api/manage/providers", body, { authorization: `Bearer ${token}` });
const sculpt = {
  handle: "sculpt-co",
  displayName: "Sculpt Pilates Co.",
  email: "Owner@Example.com",
  timezone: "America/Chicago",
};

Deno.test("the operator creates a provider, whose owner token is shown once and kept as a hash", async () => {
  await using t = await startApp();
  const made = await create(t, sculpt);
  equal(made.status, 201, made.text);
  const { provider, ownerToken } = made.body;
  isId(provider.id, "prov");
  const expected = {
    id: provider.id,
    handle: "sculpt-co",
    displayName: "Sculpt Pilates Co.",
    email: "owner@example.com",
    timezone: "America/Chicago",
    currency: "usd",
    bio: null,
    avatarKey: null,
    cancelWindowHours: 24,
    giftCardValidDays: null,
    stripe: { accountId: null, chargesEnabled: false, payoutsEnabled: false, detailsSubmitted: false },
    createdAt: iso(t.clock.now()),
  };
  same(provider, expected);
  const got = await t.send("GET", "/api/manage/provider", undefined, { authorization: `Bearer ${ownerToken}` });
  same([got.status, got.body], [200, expected]);
  same(await findInDatabase(t, ownerToken), []);
  truth(ownerToken.length >= 32);
});

Deno.test("what is optional may be given, and a handle is given once", async () => {
  await using t = await startApp();
  const made = await create(t, {
    ...sculpt,
    handle: " Sculpt-Berlin ",
    timezone: "Europe/Berlin",
    currency: "EUR",
    bio: "Line one.\nLine two.",
    avatarKey: "providers/a.png",
    cancelWindowHours: 0,
    giftCardValidDays: 365,
  });
  equal(made.status, 201, made.text);
  const { handle, timezone, currency, bio, avatarKey, cancelWindowHours, giftCardValidDays } = made.body.provider;
  same([handle, timezone, currency, bio, avatarKey, cancelWindowHours, giftCardValidDays], [
    "sculpt-berlin",
    "Europe/Berlin",
    "eur",
    "Line one.\nLine two.",
    "providers/a.png",
    0,
    365,
  ]);
  refused(await create(t, { ...sculpt, handle: "sculpt-berlin" }), 409);
});

Deno.test("a provider's fields are checked", async () => {
  await using t = await startApp();
  invalid(await create(t, {}), "displayName", "email", "handle", "timezone");
  const bad: [string, unknown[]][] = [
    ["handle", ["", "a b", "-a", "a-", "ä", "a_b", "a/b", "a".repeat(63), 5]],
    ["displayName", ["", " ", "x".repeat(121), "a\nb"]],
    ["email", ["owner", ""]],
    ["timezone", ["", "Nowhere/Here", "UTC+1", "+01:00", "America/Chicago ", "../etc", 5]],
    ["currency", ["us", "usdx", "12a", ""]],
    ["cancelWindowHours", [-1, 1.5, "24"]],
    ["bio", ["a\u0000b", 5]],
  ];
  for (const [field, values] of bad) {
    for (const value of values) invalid(await create(t, { ...sculpt, [field]: value }), field);
  }
  equal((await create(t, sculpt)).status, 201);
});

Deno.test("the owner changes settings one by one; handle and Stripe state are not among them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const before = (await s.manage("GET", "provider")).body;
  const changes: Record<string, unknown> = {
    displayName: "New name",
    email: "new@example.com",
    timezone: "Asia/Tokyo",
    currency: "jpy",
    bio: "Bio",
    avatarKey: "a/b.png",
    cancelWindowHours: 48,
    giftCardValidDays: 30,
  };
  let expected = before;
  for (const [field, value] of Object.entries(changes)) {
    const got = await s.manage("PATCH", "provider", { [field]: value });
    expected = { ...expected, [field]: value };
    same([got.status, got.body], [200, expected]);
  }
  for (const field of ["bio", "avatarKey", "giftCardValidDays"]) {
    equal((await s.manage("PATCH", "provider", { [field]: null })).body[field], null);
  }
  equal((await s.manage("PATCH", "provider", { bio: " " })).body.bio, null, "as in a new one");
  const ignored = await s.manage("PATCH", "provider", { handle: "other", id: "x", stripe: {}, chargesEnabled: false });
  same([ignored.body.handle, ignored.body.id, ignored.body.stripe], [s.handle, s.id, before.stripe]);
  equal((await s.manage("PATCH", "provider", {})).status, 200);
  invalid(await s.manage("PATCH", "provider", { timezone: "Nowhere" }), "timezone");
  invalid(await s.manage("PATCH", "provider", { displayName: "", email: "x" }), "displayName", "email");
});

Deno.test("the currency changes until the first client goes to pay, however close they come", async () => {
  await using t = await startApp();
  const found: Record<number, number> = {};
  for (let round = 0; round < 12; round++) {
    const s = await addStudio(t);
    const type = await s.manage("POST", "package-types", { name: "Pack", sessionsTotal: 5, priceCents: 9000 });
    const pack = { packageTypeId: type.body.id, handle: s.handle, ...person() };
    const asks = [
      () => s.call("POST", "/api/packages/start", pack),
      () => s.manage("PATCH", "provider", { currency: "eur" }),
      () => s.call("POST", "/api/packages/start", { ...pack, email: "another@example.com" }),
    ];
    const [first, changed] = await Promise.all(round % 2 ? asks.map((ask) => ask()) : [asks[0](), asks[1]()]);
    equal(first.status, 200, first.text);
    found[changed.status] = (found[changed.status] ?? 0) + 1;
    const { currency } = (await s.manage("GET", "provider")).body;
    for (const one of await s.books("checkouts")) equal(one.currency, currency);
    equal((await s.manage("PATCH", "provider", { currency: "jpy" })).status, 409);
    equal((await s.manage("PATCH", "provider", { currency: currency.toUpperCase(), bio: "Open" })).status, 200);
  }
  truth(Object.keys(found).every((status) => status === "200" || status === "409"), JSON.stringify(found));
});

Deno.test("a key is shown once: its hash and its prefix are kept, and the list shows no key", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "api-keys", {
    label: "Shop",
    allowedOrigins: [ORIGIN, "http://localhost:3000", ORIGIN],
  });
  equal(made.status, 201, made.text);
  const { id, key, prefix } = made.body;
  same(made.body, {
    id,
    key,
    prefix,
    label: "Shop",
    allowedOrigins: [ORIGIN, "http://localhost:3000"],
    createdAt: iso(t.clock.now()),
  });
  match(key, /^alr_stud_[0-9a-z]{32,}$/);
  truth(key.startsWith(prefix) && prefix.length < 16);
  same(await findInDatabase(t, key), []);
  same(await findInDatabase(t, key.slice(9)), []);
  const { items, nextCursor } = (await s.manage("GET", "api-keys")).body;
  equal(nextCursor, null);
  equal(items.length, 2);
  const { key: _, ...shown } = made.body;
  same(items.find((one: { id: string }) => one.id === id), { ...shown, lastUsedAt: null, revokedAt: null });
  truth(!JSON.stringify(items).includes(key.slice(20)));

  t.clock.advance(1000);
  const revoked = await s.manage("DELETE", `api-keys/${id}`);
  same([revoked.status, revoked.text], [204, ""]);
  equal((await s.manage("DELETE", `api-keys/${id}`)).status, 204);
  refused(await s.manage("DELETE", "api-keys/key-none"), 404);
  const after = (await s.manage("GET", "api-keys")).body.items.find((one: { id: string }) => one.id === id);
  equal(after.revokedAt, iso(t.clock.now()));
});

Deno.test("the owner sees when a key was used last", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const used = () => t.app.takeUsedKeys().includes(s.keyId);
  used();
  equal(used(), false);
  await s.call("GET", "/api/classes/class-none");
  equal(used(), true);
  equal(used(), false);
});

Deno.test("the letters of a key come from the handle, whatever it is made of", async () => {
  await using t = await startApp();
  for (const [handle, letters] of [["sculpt-co", "scul"], ["a-1-b", "abxx"], ["42", "xxxx"]]) {
    const made = await create(t, { ...sculpt, handle });
    const key = await t.send("POST", "/api/manage/api-keys", { label: "x", allowedOrigins: [ORIGIN] }, {
      authorization: `Bearer ${made.body.ownerToken}`,
    });
    truth(key.body.key.startsWith(`alr_${letters}_`), key.body.key);
  }
});

Deno.test("an allowed origin is exactly scheme://host[:port]; http is for localhost", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const add = (...allowedOrigins: unknown[]) => s.manage("POST", "api-keys", { label: "x", allowedOrigins });
  for (
    const good of [
      "https://a.example",
      "https://a.example:8443",
      "http://localhost",
      "http://localhost:5173",
      "https://xn--bcher-kva.example",
    ]
  ) {
    equal((await add(good)).status, 201, good);
  }
  for (
    const bad of [
      "http://a.example",
      "https://a.example/",
      "https://a.example/path",
      "https://a.example?x",
      "https://A.example",
      "https://a.example:443",
      "https://user@a.example",
      "https://*.example",
      "*",
      "null",
      "a.example",
      "//a.example",
      "ftp://a.example",
      "http://localhost.evil.example",
      "http://localhost:80",
      " https://a.example",
      "https://bücher.example",
      "",
      5,
    ]
  ) invalid(await add("https://good.example", bad), "allowedOrigins.1");
  invalid(await s.manage("POST", "api-keys", { label: "x", allowedOrigins: [] }), "allowedOrigins");
  invalid(await s.manage("POST", "api-keys", { label: "x", allowedOrigins: ORIGIN }), "allowedOrigins");
  invalid(await s.manage("POST", "api-keys", { label: "", allowedOrigins: [ORIGIN] }), "label");
});

Deno.test("onboarding leads to Stripe and back; the state is what Stripe says, or what was last known", async () => {
  await using t = await studio({ onboarded: false });
  const { studio: s } = t;
  const none = { accountId: null, chargesEnabled: false, payoutsEnabled: false, detailsSubmitted: false };
  same((await s.manage("GET", "stripe")).body, none);
  const urls = { returnUrl: `${ORIGIN}/done`, refreshUrl: `${ORIGIN}/again` };
  const [first, second] = [
    await s.manage("POST", "stripe/onboarding", urls),
    await s.manage("POST", "stripe/onboarding", urls),
  ];
  same([first.status, second.status], [200, 200]);
  same(Object.keys(first.body), ["url"]);
  truth(URL.canParse(first.body.url));
  different(first.body.url, second.body.url); // single use
  equal(t.stripe.accounts.size, 1);
  const { accountId } = (await s.manage("GET", "stripe")).body;
  match(accountId, /^acct_/);
  same((await s.manage("GET", "provider")).body.stripe, { ...none, accountId });
  await t.stripe.setAccount(accountId, { chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true });
  const ready = { accountId, chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true };
  same((await s.manage("GET", "stripe")).body, ready);
  same((await s.manage("GET", "provider")).body.stripe, ready);
  t.stripe.fail({ route: "GET /v1/accounts/:id", times: 5 });
  t.stripe.fail({ route: "GET /v2/core/accounts/:id", times: 5 });
  const unknown = await s.manage("GET", "stripe");
  same([unknown.status, unknown.body], [200, ready]);
  t.stripe.clearFaults();

  invalid(await s.manage("POST", "stripe/onboarding", {}), "refreshUrl", "returnUrl");
  for (const bad of ["javascript:alert(1)", "/done", "ftp://a.example", ""]) {
    invalid(await s.manage("POST", "stripe/onboarding", { ...urls, returnUrl: bad }), "returnUrl");
  }
});

Deno.test("onboarding that Stripe does not accept is 502", async () => {
  await using t = await studio({ onboarded: false });
  const { studio: s } = t;
  for (const route of ["POST /v1/accounts", "POST /v2/core/accounts"] as const) {
    t.stripe.fail({ route, status: 400, error: { type: "invalid_request_error" } });
  }
  const urls = { returnUrl: `${ORIGIN}/done`, refreshUrl: `${ORIGIN}/again` };
  refused(await s.manage("POST", "stripe/onboarding", urls), 502);
});

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
  await s.cancel(seat.id, seat.cancelToken);
  const feed = (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.calendarFeedUrl;

  const got = await s.manage("GET", "export");
  equal(got.status, 200);
  equal(got.headers.get("content-type"), "application/x-ndjson");
  match(got.headers.get("content-disposition")!, new RegExp(`^attachment; filename="${s.handle}\\.ndjson"$`));
  truth(got.text.endsWith("}\n"));
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
      "refunds",
      "dashboard_refunds",
      "gift_cards",
      "gift_card_entries",
      "messages",
    ]
  ) truth(types.has(type), `no line of ${type}`);
  // Every table with a provider's rows is in it; who is signed in to the console is no data of the studio's.
  const doors = ["owner_links", "console_sessions"];
  for (const { name } of await t.db.read("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
    const columns = (await t.db.read(`SELECT name FROM pragma_table_info('${name}')`)).map((one) => one.name);
    if (columns.includes("provider_id") && !doors.includes(name)) truth(types.has(name), `${name} is not exported`);
  }
  const count = (type: string) => lines.filter((line) => line.type === type).length;
  same([count("providers"), count("clients"), count("class_sessions"), count("enrollments")], [1, 4, 3, 3]);
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
  truth(secrets.length >= 12);
  for (const secret of secrets) truth(!got.text.includes(secret), `the export holds ${secret}`);
  truth(!got.text.includes(other.id) && !got.text.includes("else@example.com"));
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
    equal(made.status, 201);
  }
  const ids = (await s.books("class_sessions")).map((one) => one.id);
  same([ids.length, new Set(ids).size], [1144, 1144]);
});
