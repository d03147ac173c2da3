/** What somebody would try who wants in, or wants to keep the owner out: each promise of the door, attacked. */
import assert from "node:assert/strict";
import type { Log } from "../../src/ports/log.ts";
import { DAY, HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import { formOf, Owner, readable, signIn, signinPath } from "../support/console.ts";
import { consoleRecordsOf, pathOf } from "../support/console_records.ts";
import { addStudio, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
const visitor = (t: World) => new Owner(t, t.studio, "");
const emailOf = async (t: World) => (await t.studio.manage("GET", "provider")).body.email as string;
const ask = (t: World, email: string, headers: Record<string, string> = {}) =>
  visitor(t).send("POST", "/console/signin", new URLSearchParams({ email }).toString(), headers);
const guarded = (t: World) =>
  t.app.routes().filter(({ path }) =>
    /^\/console(\/|$)/.test(path) && !/^\/console\/(signin|console\.)/.test(path) && !path.includes(":kind")
  );
const csrfOf = async (owner: Owner) =>
  new Map(formOf((await owner.page("/console/settings/devices")).text, "/console/signout")).get("csrf")!;
const once = () => crypto.randomUUID().replaceAll("-", "");

// ---------------------------------------------------------------- the door

Deno.test("a stranger who asks for links without end never keeps the owner out", async () => {
  await using t = await studio();
  const email = await emailOf(t);
  for (let i = 0; i < 10; i++) await ask(t, email);
  for (let minutes = 0; minutes < 120; minutes += 5) {
    await ask(t, email);
    await t.pass(5 * MINUTE);
    // Whatever the stranger did: once the owner asks, the newest mail has a link that works.
    await ask(t, email);
    await t.settle();
    assert.equal((await visitor(t).send("GET", signinPath(t))).status, 200, `after ${minutes} minutes`);
  }
  const mailed = t.mailer.of("owner_signin_link").length;
  assert.ok(mailed <= 24, `${mailed} mails in two hours`);
});

Deno.test("how long the answer takes does not tell whether an address is an owner's", async () => {
  await using t = await studio();
  const email = await emailOf(t);
  const took = async (asked: string) => {
    const from = performance.now();
    await ask(t, asked);
    return performance.now() - from;
  };
  // The first is mailed, the last are over the limit, and nobody's is looked up only: none of them is back at once.
  for (let i = 0; i < 8; i++) {
    assert.ok(await took(email) >= 35, "an owner's");
    assert.ok(await took(`nobody${i}@example.com`) >= 35, "nobody's");
  }
});

Deno.test("whoever signed in by the old address is signed out when the owner's address changes", async () => {
  await using t = await studio();
  const before = await signIn(t, t.studio);
  const owner = await signIn(t, t.studio);
  const elsewhere = await addStudio(t);
  const stranger = await signIn(t, elsewhere);
  await owner.submit("/console/settings/profile", { displayName: "Sculpt" });
  assert.equal((await before.send("GET", "/console")).status, 200, "another name changes nothing");

  const saved = await owner.submit("/console/settings/profile", { email: "new@studio.example" });
  assert.match(readable((await owner.follow(saved)).text), /Every other device is signed out/);
  assert.equal((await before.send("GET", "/console")).to, "/console/signin");
  assert.equal((await owner.send("GET", "/console")).status, 200, "who changed it stays");
  assert.equal((await stranger.send("GET", "/console")).status, 200, "another studio's stay");

  // By the API it is no device that asks: all end.
  await t.studio.manage("PATCH", "provider", { email: "third@studio.example" });
  assert.equal((await owner.send("GET", "/console")).to, "/console/signin");
});

Deno.test("a link that is being opened while the address changes opens nothing that stays", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const [opened] = await Promise.all([
    visitor(t).send("POST", signinPath(t), ""),
    t.studio.manage("PATCH", "provider", { email: "new@studio.example" }),
  ]);
  const cookie = opened.headers.get("set-cookie")?.split(";")[0];
  if (cookie) assert.equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).to, "/console/signin");
  assert.equal((await visitor(t).send("GET", signinPath(t))).status, 410);
});

Deno.test("a sister site's cookie passes for ours by no trick of spaces", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const stranger = await signIn(t, await addStudio(t));
  const forged = stranger.cookie;
  // Browsers keep `__Host-` from sister sites, but only where the name begins with it to the letter.
  for (const space of ["\u00a0", "\u0085", "\u00c2\u00a0", "\u00e2\u0080\u0080", "=", "$", "%20", '"']) {
    const alone = await new Owner(t, t.studio, `a=b; ${space}${forged}`).send("GET", "/console");
    assert.equal(alone.to, "/console/signin", JSON.stringify(space));
    const both = await new Owner(t, t.studio, `${space}${forged}; ${owner.cookie}`).send("GET", "/console/settings");
    assert.equal(both.status, 200);
    assert.ok(both.text.includes(await emailOf(t)), JSON.stringify(space));
  }
  const others = ["__host-alera", "__Host-alera2", "x__Host-alera", "__Secure-alera", "alera"];
  for (const name of others) {
    const cookie = `${name}=${owner.cookie.split("=")[1]}`;
    assert.equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).to, "/console/signin", name);
  }
  // Among others, and twice, it is found.
  for (const cookie of [`a=b; ${owner.cookie}`, `${owner.cookie};c=d`, `${owner.cookie}; ${owner.cookie}`]) {
    assert.equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).status, 200, cookie);
  }
});

Deno.test("a session begins with a token nobody knew before, whatever cookie came along", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const planted = `__Host-alera=${"a".repeat(40)}`;
  const opened = await new Owner(t, t.studio, planted).send("POST", signinPath(t), "");
  assert.equal(opened.status, 303);
  assert.ok(!opened.headers.get("set-cookie")!.startsWith(planted));
  assert.equal((await new Owner(t, t.studio, planted).send("GET", "/console")).to, "/console/signin");
});

Deno.test("neither the page of a link nor its answer to HEAD uses it up, and no answer to a scanner signs in", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const path = signinPath(t);
  for (const method of ["GET", "HEAD", "OPTIONS", "PUT"]) {
    assert.equal((await visitor(t).send(method, path)).headers.get("set-cookie"), null, method);
  }
  // A scanner that sends forms is no browser on our page.
  assert.equal((await t.app.request(path, { method: "POST" })).status, 403);
  const page = await visitor(t).page(path);
  assert.equal(page.headers.get("referrer-policy"), "same-origin", "the link's token is told to no other site");
  assert.equal(page.headers.get("cache-control"), "no-store");
  assert.equal((await visitor(t).send("POST", path, "")).status, 303);
});

Deno.test("links are made of the configured address, whatever Host the request names", async () => {
  await using t = await studio({ settings: { publicUrl: "https://booking.example" } });
  const email = await emailOf(t);
  const host = { host: "evil.example", origin: "http://evil.example", "x-forwarded-host": "evil.example" };
  await ask(t, email, host);
  await t.settle();
  for (const mail of t.mailer.sent) assert.doesNotMatch(mail.text, /evil/);
  assert.match(t.mailer.sent.at(-1)!.text, /https:\/\/booking\.example\/console\/signin\//);
});

Deno.test("a form is ours by the browser's word: not of a sister site, nor of our own name without its lock", async () => {
  await using t = await studio({ settings: { publicUrl: "https://booking.example" } });
  const owner = await signInAt(t, "https://booking.example");
  const csrf = await csrfOf(owner);
  const send = (headers: Record<string, string>) =>
    owner.send("POST", "/console/settings/devices/others", new URLSearchParams({ csrf, once: once() }).toString(), {
      host: "booking.example",
      ...headers,
    });
  const foreign: Record<string, string>[] = [
    { origin: "http://booking.example" },
    { origin: "https://booking.example:8443" },
    { origin: "https://booking.example.evil.example" },
    { origin: "https://sister.booking.example", "sec-fetch-site": "same-site" },
    { origin: "https://booking.example", "sec-fetch-site": "cross-site" },
    { origin: "https://booking.example", "sec-fetch-site": "same-site" },
    { origin: "null", "sec-fetch-site": "none" },
    { origin: "nonsense" },
    { origin: "" },
  ];
  for (const headers of foreign) assert.equal((await send(headers)).status, 403, JSON.stringify(headers));
  const ours: Record<string, string>[] = [
    { origin: "https://booking.example" },
    { origin: "https://booking.example", "sec-fetch-site": "same-origin" },
    { origin: "null", "sec-fetch-site": "same-origin" },
    // In the local network, by its address.
    { origin: "http://192.168.0.7:8000", host: "192.168.0.7:8000" },
  ];
  for (const headers of ours) assert.equal((await send(headers)).status, 303, JSON.stringify(headers));
});

/** Signs in where the public address is another than the tests' usual one. */
async function signInAt(t: World, origin: string): Promise<Owner> {
  await ask(t, await emailOf(t), { origin });
  await t.settle();
  const opened = await visitor(t).send("POST", signinPath(t), "", { origin });
  assert.equal(opened.status, 303, readable(opened.text));
  return new Owner(t, t.studio, opened.headers.get("set-cookie")!.split(";")[0]);
}

Deno.test("attempts at the door are limited by the address behind the proxy, and not by what a client claims", async () => {
  await using t = await studio({ rateLimits: true, trustProxy: "x-forwarded-for" });
  const from = (address: string) => ask(t, "nobody@example.com", { "x-forwarded-for": address });
  for (let i = 0; i < 10; i++) assert.equal((await from(`1.2.3.${i}, 203.0.113.9`)).status, 200);
  const refused = await from("198.51.100.1, 203.0.113.9");
  assert.equal(refused.status, 429);
  assert.match(readable(refused.text), /Too many requests/);
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  assert.equal((await from("203.0.113.10")).status, 200);
});

// ---------------------------------------------------------------- what is sent

Deno.test("an id that can't be one is there for nobody, and no fault", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const csrf = await csrfOf(owner);
  for (const { method, path } of guarded(t).filter((one) => one.path.includes(":"))) {
    for (const id of ["%00", "a%00b", "%ff", "%0d%0aset-cookie:x", "x".repeat(5000), "..%2f..", "__proto__"]) {
      const body = new URLSearchParams({ csrf, once: once() }).toString();
      const got = await owner.send(method, path.replace(/:\w+/, id), method === "POST" ? body : undefined);
      assert.equal(got.status, 404, `${method} ${path} with ${id.slice(0, 20)}`);
    }
  }
  const odd = ["%00", "a%00b", "%ed%a0%80", "%", "x".repeat(5000), "__proto__", btoa('["\\ud800","x"]'), "9999-12-31"];
  for (const name of ["client", "cursor", "before", "q", "date", "week", "month", "to", "service", "done", "part"]) {
    for (const { method, path } of guarded(t).filter((one) => one.method === "GET" && !one.path.includes(":"))) {
      for (const value of odd) {
        const got = await owner.send(method, `${path}?${name}=${value}`);
        assert.ok(got.status < 500, `${path}?${name}=${value.slice(0, 20)}: ${got.status}`);
      }
    }
  }
});

Deno.test("a form that names another studio's records in its fields gets nowhere", async () => {
  await using t = await studio();
  await signIn(t, t.studio);
  const theirs = await consoleRecordsOf(t.studio);
  const mine = await addStudio(t);
  const owner = await signIn(t, mine);
  await mine.addClass();
  const csrf = await csrfOf(owner);
  const before = (await t.studio.manage("GET", "export")).text;
  const date = iso(t.clock.now() + 5 * DAY).slice(0, 10);
  const fresh = { csrf, date, time: "10:00", price: "20", capacity: "5", durationMin: "50", step: "save" };
  const somebody = { name: "Paul", email: "paul@example.com", phone: "5555551234" };
  const attempts: [path: string, fields: Record<string, string>][] = [
    ["/console/classes/new", { ...fresh, serviceId: theirs.serviceId }],
    ["/console/classes/new", { ...fresh, serviceId: mine.serviceId, instructorId: theirs.instructorId }],
    ["/console/classes/copy", { csrf, to: date, on: theirs.classId, said: "1" }],
    ["/console/appointments/new", { ...fresh, ...somebody, serviceId: theirs.serviceId }],
    ["/console/settings/messages", { csrf, message: theirs.messageId }],
  ];
  for (const [path, fields] of attempts) {
    const got = await owner.send("POST", path, new URLSearchParams({ once: once(), ...fields }).toString());
    assert.ok(got.status >= 400 || path.endsWith("copy"), `${path}: ${got.status} ${got.to}`);
    assert.doesNotMatch(got.text, /Jane|Sarah/);
  }
  assert.equal((await owner.send("GET", `/console/appointments/new?client=${theirs.clientId}`)).status, 404);
  assert.equal((await mine.books("class_sessions")).length, 1);
  assert.equal((await mine.books("appointments")).length, 0);
  assert.equal((await t.studio.manage("GET", "export")).text, before);
});

Deno.test("fields a form does not have are not stored, and the mark of one submission is each studio's own", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { handle, id } = (await t.studio.manage("GET", "provider")).body;
  await owner.submit("/console/settings/profile", {
    handle: "stolen",
    id: "prov-x",
    stripeAccountId: "acct_evil",
    chargesEnabled: "true",
    __proto__: "x",
  });
  const after = (await t.studio.manage("GET", "provider")).body;
  assert.equal(`${after.handle} ${after.id}`, `${handle} ${id}`);
  assert.equal((await t.studio.manage("GET", "stripe")).body.accountId, t.studio.accountId);

  // The same mark with the same words in two studios: each makes its own, and neither sees the other's answer.
  const other = await addStudio(t);
  const stranger = await signIn(t, other);
  const mark = once();
  const keys = [];
  for (const one of [owner, stranger]) {
    const fields = { csrf: await csrfOf(one), once: mark, label: "Site", origin: "https://a.example" };
    const got = await one.send("POST", "/console/settings/keys", new URLSearchParams(fields).toString());
    keys.push(/alr_[a-z0-9]+_[a-z0-9]+/.exec(readable(got.text))![0]);
  }
  assert.ok(keys[0] !== keys[1]);
});

// ---------------------------------------------------------------- what is shown, kept and told

const MARKUP = `<img src=x onerror=alert(1)>"'&`;

Deno.test("what strangers type is words on every page, in every mail's preview, and no page holds markup of theirs", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const hostile = { ...person(1), name: `${MARKUP}Eve` };
  await s.manage("PATCH", "provider", { displayName: `${MARKUP}Studio`, bio: MARKUP, avatarKey: MARKUP });
  const service = await s.manage("POST", "services", { name: `${MARKUP}Flow`, durationMin: 50, priceCents: 2000 });
  const serviceId = service.body.id as string;
  await s.manage("POST", "instructors", { name: `${MARKUP}Ina` });
  const instructorId = (await s.manage("GET", "instructors")).body.items[0].id;
  await s.manage("POST", "package-types", { name: `${MARKUP}Pack`, sessionsTotal: 5, priceCents: 9000 });
  await s.manage("POST", "blackouts", {
    label: `${MARKUP}Closed`,
    startsAt: iso(t.clock.now() + DAY),
    endsAt: iso(t.clock.now() + 2 * DAY),
  });
  await s.manage("POST", "api-keys", { label: `${MARKUP}Key`, allowedOrigins: ["https://a.example"] });
  const classId = await s.addClass({ serviceId, capacity: 1 });
  await s.manage("PATCH", `classes/${classId}`, { publicNote: MARKUP, instructorId });
  const seat = await s.seat(classId, hostile);
  await s.wait(classId, { ...person(2), name: `${MARKUP}Wim` });
  await s.cancel(seat.id, seat.cancelToken, MARKUP);
  await s.buyPack(hostile);
  const card = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: `${MARKUP}Pat`,
    purchaserEmail: "pat@example.com",
    recipientName: `${MARKUP}Rob`,
    recipientEmail: "rob@example.com",
    message: MARKUP,
  });
  await t.stripe.pay(card.body.checkoutSessionId);
  await t.settle();
  const visit = await s.completedAppointment(hostile, serviceId);
  await t.stripe.pay(await s.startTip(visit.tipToken));
  await t.settle();
  const its = await consoleRecordsOf(s);
  const clientId = (await s.manage("GET", `clients?q=${hostile.email}`)).body.items[0].id;
  await owner.submit(`/console/clients/${clientId}`, { note: MARKUP }, `/console/clients/${clientId}/note`);
  const hostileCard = (await s.manage("GET", "gift-cards")).body.items.map((one: { id: string }) => one.id);

  const paths = new Set([
    ...guarded(t).filter((one) => one.method === "GET").map((one) => pathOf(its, one)),
    ...hostileCard.map((id: string) => `/console/sales/gift-cards/${id}`),
    `/console/clients/${clientId}`,
    `/console/clients/${clientId}/edit`,
    `/console/clients/${clientId}/erase`,
    `/console/classes/${classId}`,
    `/console/classes/${classId}/edit`,
    `/console/classes/${classId}/cancel`,
    `/console/clients?q=${encodeURIComponent(MARKUP)}`,
    "/console/settings/messages/booking_confirmed",
    "/console/settings/messages/booking_confirmed/html",
    "/console/settings/messages/gift_card/html",
  ]);
  let shown = 0;
  for (const path of paths) {
    const got = await owner.send("GET", path);
    assert.ok(got.status < 500, `${path}: ${got.status}`);
    if (path.includes(".csv")) {
      assert.match(got.headers.get("content-type")!, /^text\/csv/);
      assert.match(got.headers.get("content-disposition")!, /^attachment; filename="[a-z0-9.-]+"$/);
      continue;
    }
    if (got.text.includes("&lt;img src=x")) shown++;
    assert.doesNotMatch(got.text, /<img/, path);
    // Nor out of an attribute: every quote that was typed is written as an entity.
    assert.doesNotMatch(got.text, /alert\(1\)&gt;["']/, path);
  }
  assert.ok(shown >= 20, `${shown} pages show it`);
  for (const mail of t.mailer.sent) assert.doesNotMatch(mail.html, /<img src=x/, mail.kind);
});

Deno.test("the log knows pages by their pattern: no search, no link, no cookie, no address is in it", async () => {
  const lines: string[] = [];
  const write = (event: string, fields?: Record<string, unknown>) => void lines.push(JSON.stringify([event, fields]));
  const log: Log = { debug: write, info: write, warn: write, error: write };
  await using t = await studio({ log });
  const owner = await signIn(t, t.studio);
  const its = await consoleRecordsOf(t.studio);
  const link = signinPath(t);
  await visitor(t).send("GET", `${link}?next=/console/clients?q=jane1@example.com`);
  await visitor(t).send("GET", "/console/clients?q=jane1@example.com");
  await owner.send("GET", "/console/clients?q=jane1@example.com");
  await owner.send("GET", "/console/clients/%00jane");
  for (const route of guarded(t).filter((one) => one.method === "GET")) await owner.send("GET", pathOf(its, route));
  await owner.submit("/console/settings/profile", { email: "secret-address@studio.example" });
  await t.settle();
  const all = lines.join("\n");
  assert.match(all, /GET \/console\/signin\/:token/);
  assert.match(all, /GET \/console\/clients"/);
  for (const secret of [owner.cookie.split("=")[1], link.split("/")[3].split("?")[0], t.studio.key]) {
    assert.ok(!all.includes(secret));
  }
  assert.doesNotMatch(all, /jane|secret-address|@|q=|5555551/i);
});

Deno.test("links and sessions are in no export, and only their hashes in the database", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const link = signinPath(t).split("/")[3].split("?")[0];
  const cookie = owner.cookie.split("=")[1];
  const exported = (await t.studio.manage("GET", "export")).text;
  assert.doesNotMatch(exported, /console_sessions|owner_links|token_hash/);
  for (const table of ["owner_links", "console_sessions", "messages", "idempotency_keys", "idempotency_keys"]) {
    const known = await t.db.read("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [table]);
    if (known.length === 0) continue;
    const rows = JSON.stringify(await t.db.read(`SELECT * FROM ${table}`));
    assert.ok(!rows.includes(link) && !rows.includes(cookie), table);
  }
  for (const secret of [link, cookie]) assert.ok(!exported.includes(secret));
});

Deno.test("a fault tells the owner its number and nothing of the inside", async () => {
  await using t = await studio({
    wrapDatabase: (db) =>
      new Proxy(db, {
        get(of, name) {
          if (name !== "read") return Reflect.get(of, name).bind?.(of) ?? Reflect.get(of, name);
          return (sql: string, args?: never[]) =>
            sql.includes("FROM instructors")
              ? Promise.reject(new Error("SQLITE_ERROR: secret inside of jane@example.com"))
              : of.read(sql, args);
        },
      }),
  });
  const owner = await signIn(t, t.studio);
  const got = await owner.send("GET", "/console/settings/instructors");
  assert.equal(got.status, 500);
  assert.match(readable(got.text), /this number: [a-z0-9]+-[a-z0-9]+/);
  assert.doesNotMatch(got.text, /SQLITE|jane|secret inside|at file:|\.tsx?:/);
  assert.match(got.headers.get("content-security-policy")!, /^default-src 'none'/);
});

Deno.test("the way back from a refused form stays in the console", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const referers = [
    ["http://localhost:8000/console/clients?q=a", "/console/clients?q=a"],
    ["https://evil.example/console/x", "/console"],
    ["http://localhost:8000/docs", "/console"],
    ["http://localhost:8000//evil.example/console", "/console"],
    ["javascript:alert(1)//localhost:8000/console", "/console"],
  ];
  for (const [referer, back] of referers) {
    const got = await owner.send("POST", "/console/signout", "csrf=wrong", { referer, host: "localhost:8000" });
    assert.equal(got.status, 403);
    assert.equal(/<a class="button" href="([^"]*)">Back/.exec(got.text)?.[1], back, referer);
  }
});

Deno.test("a session that ends between two clicks ends for forms too, and the form changes nothing", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const other = await signIn(t, t.studio);
  const csrf = await csrfOf(other);
  await owner.submit("/console/settings/devices", {}, "/console/settings/devices/others");
  const before = (await t.studio.manage("GET", "export")).text;
  const body = new URLSearchParams({ csrf, once: once(), name: "Mallory" }).toString();
  assert.equal((await other.send("POST", "/console/settings/instructors", body)).to, "/console/signin");
  assert.equal((await t.studio.manage("GET", "export")).text, before);
  t.clock.advance(HOUR);
  assert.equal((await other.send("GET", "/console")).to, "/console/signin");
});

Deno.test("in development, mailbox and reference answer to no name that a stranger may let lead to this machine", async () => {
  await using t = await studio({ settings: { development: true, publicUrl: "http://workshop.local:8000" } });
  for (const path of ["/dev/mailbox", "/dev/mailbox.json", "/dev/mailbox/1", "/dev/mailbox/1/html", "/docs"]) {
    const at = async (host: string) => (await t.app.request(`http://${host}${path}`)).status;
    for (const host of ["evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io", "1.evil"]) {
      assert.equal(await at(host), 403, `${host}${path}`);
    }
    for (const host of ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.0.7", "workshop.local:8000"]) {
      assert.ok((await at(host)) !== 403, `${host}${path}`);
    }
  }
  const relay = await t.app.request("http://evil.example:8000/docs/try", {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ method: "GET", path: "/api/classes" }),
  });
  assert.equal(relay.status, 403);
  assert.equal(
    (await t.app.request("http://evil.example:8000/healthz")).status,
    200,
    "what holds nothing is for everybody",
  );
});
