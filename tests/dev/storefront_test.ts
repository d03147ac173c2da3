/** The sample studio's site, as a browser meets it, on the API of this process: every page, and what may never be on one. */
import assert from "node:assert/strict";
import { createStorefront, type StorefrontOptions } from "../../src/dev/storefront/server.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { ORIGIN, person, studio } from "../support/studio.ts";
import { giftCardCode } from "../support/world.ts";

const API = "http://alera.test";
const jane = person(1);

interface Seen {
  status: number;
  /** Where it sends the browser. */
  to: string | null;
  html: string;
  /** The words of the page, as a person reads them. */
  text: string;
  headers: Headers;
}

/** A browser with its cookies. Whatever it gets is searched for keys and tokens. */
class Visitor {
  #cookies = new Map<string, string>();

  constructor(readonly site: (request: Request) => Promise<Response>, readonly secrets: string[]) {}

  get(path: string): Promise<Seen> {
    return this.#send(path, {});
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: ORIGIN }) {
    return this.#send(path, { method: "POST", body: new URLSearchParams(fields), headers });
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async #send(path: string, init: RequestInit): Promise<Seen> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await this.site(new Request(new URL(path, ORIGIN), { ...init, headers }));
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (/max-age=0/i.test(set)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const html = await response.text();
    for (const secret of this.secrets) assert.ok(!html.includes(secret), `${path} holds a key`);
    // What tokens of every purpose begin with: v1|enr-, tip-v1|, cust-v1|.
    assert.ok(!/djF8ZW5y|dGlwLXYx|Y3VzdC12MX/.test(html), `${path} holds a token`);
    if (response.headers.get("content-type")?.startsWith("text/html")) {
      assert.match(html, /^<!doctype html><html lang="en-US">/, path);
      assert.equal(html.match(/<h1/g)?.length, 1, path);
      assert.ok(!/ style=| onclick=|<style|<script>/.test(html), path);
    }
    return {
      status: response.status,
      to: response.headers.get("location"),
      html,
      text: html.replace(/<title>.*?<\/title>/, "").replace(/<[^>]+>/g, "\n").replace(/&amp;/g, "&").replace(
        /\s+/g,
        " ",
      ),
      headers: response.headers,
    };
  }
}

/** A studio with a site, and somebody in front of it. */
async function storefront(options: Partial<StorefrontOptions> = {}, app: Parameters<typeof studio>[0] = {}) {
  const t = await studio(app);
  const { key, handle, id, ownerToken } = t.studio;
  const type = await t.studio.manage("POST", "package-types", {
    name: "5-Class Pack",
    sessionsTotal: 5,
    priceCents: 9000,
    validDays: 180,
  });
  const pack = { id: type.body.id, name: "5-Class Pack", classes: 5, priceCents: 9000, validDays: 180 };
  const site = createStorefront({
    apiUrl: API,
    key,
    origin: ORIGIN,
    handle,
    providerId: id,
    packages: [pack],
    checkoutOrigin: t.stripe.url,
    now: () => t.clock.now(),
    fetch: (input, init) => Promise.resolve(t.app.request(String(input).slice(API.length), init)),
    ...options,
  });
  return Object.assign(t, {
    pack,
    visitor: () => new Visitor(site, [key, ownerToken]),
    /** A request as somebody may write it by hand. */
    ask: (path: string, init: RequestInit) => site(new Request(new URL(path, ORIGIN), init)),
    /** Pays at the page a form led to, and answers the way back. */
    async pay(to: string | null): Promise<string> {
      const session = to?.split("/").at(-1) ?? "";
      await t.stripe.pay(session);
      await t.settle();
      return t.stripe.sessions.get(session)!.session.success_url!.replace("{CHECKOUT_SESSION_ID}", session);
    },
    link: (kind: string, to: string) => {
      const text = t.mailer.of(kind, to).at(-1)!.text;
      return /https:\/\/studio\.example(\/(?:me|cancel|tip)\S+)/.exec(text)![1];
    },
  });
}

Deno.test("the classes of two weeks by day, with seats in words, closures, and the way to the next weeks", async () => {
  await using t = await storefront();
  await t.studio.manage("POST", "blackouts", {
    label: "Closed for a workshop",
    startsAt: "2026-05-13T05:00:00.000Z",
    endsAt: "2026-05-14T05:00:00.000Z",
    allDay: true,
    kind: "holiday",
  });
  await t.studio.addClass({ inHours: 3, capacity: 1 });
  await t.studio.addClass({ inHours: 24, capacity: 3, priceCents: 0 });
  await t.studio.addClass({ inHours: 20 * 24 });
  const full = await t.studio.addClass({ inHours: 25, capacity: 1, priceCents: 0 });
  await t.studio.book(full, jane);
  const home = await t.visitor().get("/");
  assert.equal(home.status, 200);
  assert.match(home.text, /Today, Monday, May 11 1:00 PM Pilates Class 50 minutes, \$20 Last seat Book/);
  assert.match(home.text, /Tomorrow, Tuesday, May 12 10:00 AM Pilates Class 50 minutes, free 3 seats left Book/);
  assert.match(
    home.text,
    /11:00 AM Pilates Class 50 minutes, \$20|11:00 AM Pilates Class 50 minutes, free Full Join waitlist/,
  );
  assert.match(home.text, /Wednesday, May 13 Closed for a workshop, all day\./);
  assert.match(home.text, /Thursday, May 14 No classes\./);
  assert.match(home.text, /Times are Chicago time\./);
  assert.ok(home.text.includes("Sunday, May 24") && !home.text.includes("Monday, May 25"));
  assert.ok(!home.text.includes("Previous two weeks"));
  const next = await t.visitor().get(/href="(\/\?from=[^"]+)"/.exec(home.html)![1]);
  assert.match(next.text, /Monday, May 25.*Sunday, May 31 10:00 AM Pilates Class/);
  assert.match(next.html, /<a class="button" href="\/">‹ Previous two weeks/);
  for (const odd of ["2020-01-01", "2026-02-31", "9999-01-01", "x"]) {
    assert.match((await t.visitor().get(`/?from=${odd}`)).text, /Today, Monday, May 11/);
  }
});

Deno.test("a seat is booked, paid for, confirmed by mail, and cancelled by the mailed link with a refund", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass();
  const visitor = t.visitor();
  const form = await visitor.get(`/classes/${classId}/book`);
  assert.match(form.text, /Continue to payment, \$20\.00/);
  assert.match(
    form.text,
    /held for 30 minutes while you pay\. Free cancellation until Wednesday, May 13, 10:00\sAM\. After that, no refund\./,
  );
  const posted = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "card" });
  assert.equal(posted.status, 303);
  assert.ok(posted.to!.startsWith(`${t.stripe.url}/`), posted.to!);
  assert.ok(posted.headers.get("content-security-policy")!.includes(`form-action 'self' ${t.stripe.url};`));

  const { cancel_url } = t.stripe.sessions.get(posted.to!.split("/").at(-1)!)!.session;
  const unpaid = await visitor.get(cancel_url!.slice(ORIGIN.length));
  assert.match(unpaid.text, /Not paid yet\. Pilates Class, Thursday, May 14, 10:00 AM.*for 30 minutes/);
  assert.match(unpaid.html, new RegExp(`href="/classes/${classId}/book"`));
  assert.equal(
    (await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "card" })).to,
    posted.to,
    "the same payment",
  );

  const back = await t.pay(posted.to);
  assert.match(
    (await visitor.get(back.slice(ORIGIN.length))).text,
    /Thank you\. Your seat is reserved\. Pilates Class, Thursday, May 14/,
  );
  const again = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "card" });
  assert.deepEqual([again.status, again.text.includes("You have already booked this class.")], [409, true]);

  const [path, token] = t.link("booking_confirmed", jane.email).split("#");
  const asks = await visitor.get(path);
  assert.match(asks.text, /Free cancellation until 24 hours before the class: you get a refund to your card/);
  assert.match(asks.html, /<input[^>]*name="token"/);
  for (const bad of ["", "nonsense"]) {
    const refused = await visitor.post(path, { token: bad });
    assert.deepEqual([refused.status, /This link is incomplete or too old/.test(refused.text)], [401, true]);
  }
  const done = await visitor.post(path, { token: `${ORIGIN}${path}#${token}` });
  assert.match(done.text, /Your booking is cancelled\. \$20\.00 is refunded the way you paid/);
});

Deno.test("what is wrong stands beside the field, and what was typed is kept", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass();
  const wrong = await t.visitor().post(`/classes/${classId}/book`, {
    name: `"><script>alert(1)</script>`,
    email: "jane",
    phone: "555 0100",
    pay: "card",
  });
  assert.equal(wrong.status, 400);
  assert.match(wrong.html, /value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;"/);
  assert.match(wrong.html, /value="jane"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*value="jane"/);
  assert.match(wrong.html, /id="phone-error">Add the area code: a phone number has at least 10 digits\./);
  assert.equal(wrong.html.match(/autofocus/g)?.length, 1, "the first wrong one has the focus");
  assert.match(
    (await t.visitor().post(`/classes/${classId}/book`, {})).text,
    /Enter your name\. .*Enter your email address\./,
  );
  assert.equal(t.stripe.sessions.size, 0);
});

Deno.test("a free class is confirmed at once, and names are shown as they are", async () => {
  await using t = await storefront();
  const service = await t.studio.manage("POST", "services", {
    name: "<b>Mat</b> & Tower",
    durationMin: 45,
    priceCents: 0,
    capacity: 2,
  });
  const classId = await t.studio.addClass({ serviceId: service.body.id });
  assert.match((await t.visitor().get("/")).html, /<h3>&lt;b&gt;Mat&lt;\/b&gt; &amp; Tower<\/h3>/);
  const form = await t.visitor().get(`/classes/${classId}/book`);
  assert.match(form.text, /Book, free/);
  assert.ok(!form.text.includes("Pay with"));
  const booked = await t.visitor().post(`/classes/${classId}/book`, { ...jane });
  assert.deepEqual([booked.status, booked.to], [303, `/book/confirm?class=${classId}`]);
  assert.match((await t.visitor().get(booked.to!)).text, /You’re booked\. <b>|You’re booked\. &lt;b&gt;Mat/);
});

Deno.test("what the API refuses is told with the apostrophes of the site", async () => {
  await using t = await storefront({}, { onboarded: false });
  const classId = await t.studio.addClass();
  const seen = await t.visitor().post(`/classes/${classId}/book`, { ...jane });
  assert.equal(seen.status, 502);
  assert.match(seen.text, /This studio can’t take payments yet\. Nothing was booked\./);
});

Deno.test("a class over midnight is told by its two times, and its note keeps its lines", async () => {
  await using t = await storefront();
  const { id } = (await t.studio.manage("POST", "classes", {
    serviceId: t.studio.serviceId,
    scheduledAt: "2026-05-16T04:30:00.000Z",
    publicNote: "Grip socks.\nThe side door is open.",
  })).body;
  const seen = await t.visitor().get(`/classes/${id}/book`);
  assert.match(seen.text, /Friday, May 15, \s*11:30\sPM\s–\s12:20\sAM/);
  assert.match(seen.html, /<p class="note">Grip socks\.\nThe side door is open\.<\/p>/);
});

Deno.test("a full class offers its waitlist, also to whoever was too late, and tells the place in it", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass({ capacity: 1, priceCents: 0 });
  const early = await t.visitor().post(`/classes/${classId}/waitlist`, { ...jane });
  assert.deepEqual([early.status, early.text.includes("Book your seat")], [409, true]);
  await t.studio.book(classId, jane);
  const late = await t.visitor().post(`/classes/${classId}/book`, { ...person(2) });
  assert.equal(late.status, 409);
  assert.match(late.text, /This class is full.*Join waitlist/);
  assert.match(late.html, /value="jane2@example\.com"/);
  assert.match((await t.visitor().get(`/classes/${classId}/book`)).text, /Join the waitlist, and we email you/);
  assert.match(
    (await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(2) })).text,
    /You’re number 1 on the waitlist/,
  );
  await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(3) });
  assert.match(
    (await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(3) })).text,
    /You’re number 2 on the waitlist\. You were already on it/,
  );
  assert.equal((await t.visitor().post(`/classes/${classId}/waitlist`, { ...person(4), phone: "1" })).status, 400);
});

Deno.test("classes that are over, cancelled or never were have pages that say so", async () => {
  await using t = await storefront();
  const [over, cancelled] = [await t.studio.addClass({ inHours: 1 }), await t.studio.addClass()];
  await t.studio.manage("POST", `classes/${cancelled}/cancel`);
  t.clock.advance(2 * HOUR);
  for (const method of ["get", "post"] as const) {
    for (const [id, status, says] of [[over, 410, /already started/], [cancelled, 410, /was cancelled/]] as const) {
      const seen = await t.visitor()[method](`/classes/${id}/book`, { ...jane });
      assert.equal(seen.status, status);
      assert.match(seen.text, says);
    }
    assert.equal((await t.visitor()[method]("/classes/class-none/book", { ...jane })).status, 404);
  }
  const nowhere = await t.visitor().get("/nowhere");
  assert.deepEqual([nowhere.status, nowhere.text.includes("There is no such page.")], [404, true]);
});

Deno.test("a pack is bought, signs its owner in by mail, and pays a class; a cancellation returns the class to it", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass();
  const visitor = t.visitor();
  assert.match(
    (await visitor.get("/packs")).text,
    /5-Class Pack 5 classes, \$18 a class Use them within 180 days.*payment, \$90\.00/,
  );
  assert.equal((await visitor.post("/packs", { ...jane, pack: t.pack.id, email: "" })).status, 400);
  assert.equal((await visitor.post("/packs", { ...jane, pack: "pkg-none" })).status, 400);
  const back = await t.pay((await visitor.post("/packs", { ...jane, phone: "", pack: t.pack.id })).to);
  assert.match((await visitor.get(back.slice(ORIGIN.length))).text, /Your pack is on its way/);

  // Not signed in: the link comes by mail, and leads back to the class.
  const asked = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: "pack" });
  assert.match(asked.text, /Check your email\. If we know jane1@example\.com/);
  await t.settle();
  const opened = await visitor.get(t.link("signin_link", jane.email));
  assert.deepEqual([opened.status, opened.to], [302, `/classes/${classId}/book`]);
  const form = await visitor.get(opened.to!);
  assert.match(form.text, /A class from my 5-Class Pack 5 classes left/);
  assert.match(form.html, /value="jane1@example\.com"/);
  const packId = /value="(pkg-[^"]+)"/.exec(form.html)![1];
  const booked = await visitor.post(`/classes/${classId}/book`, { ...jane, pay: packId });
  assert.deepEqual([booked.status, booked.to], [303, `/book/confirm?class=${classId}`]);

  const me = await visitor.get("/me");
  assert.match(me.text, /Upcoming Pilates Class Thursday, May 14, 10:00 – 10:50 AM You’re booked Cancel…/);
  assert.match(me.text, /5-Class Pack 4 of 5 classes left, use by November 7, 2026/);
  assert.match(me.html, /href="webcal:\/\/localhost:8000\/api\/cal\/[a-z0-9]+\.ics"/);
  assert.match(me.text, /http:\/\/localhost:8000\/api\/cal\/[a-z0-9]+\.ics/);

  const cancel = /href="(\/cancel\/[^"]+)"/.exec(me.html)![1];
  const asks = await visitor.get(cancel);
  assert.match(
    asks.text,
    /Free cancellation until Wednesday, May 13, 10:00\sAM: you get a refund of \$20\.00 to your card, or the class returns to your pack/,
  );
  assert.ok(!asks.html.includes('name="token"'), "whoever is signed in needs no code");
  assert.match((await visitor.post(cancel, {})).text, /The class has returned to your pack/);
  assert.match((await visitor.post(cancel, {})).text, /The class has returned to your pack/, "a reload is no error");
  assert.equal((await visitor.get(cancel)).status, 410);
  assert.match(
    (await visitor.get("/me")).text,
    /Nothing booked\..*Past and cancelled Pilates Class .* Cancelled.*5 of 5 classes left/,
  );

  const stranger = await t.visitor().post(`/classes/${classId}/book`, { ...person(2), pay: packId });
  assert.deepEqual([stranger.status, stranger.text.includes("This pack can’t be used")], [401, true]);
});

Deno.test("the sign-in cookie is for the server only; a link that is old, cut off or signed out is no more", async () => {
  await using t = await storefront();
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), jane);
  const visitor = t.visitor();
  assert.match((await visitor.get("/me")).text, /No password: we email you a link/);
  assert.equal((await visitor.post("/me/link", { email: "jane" })).status, 400);
  for (const email of [jane.email, "nobody@example.com"]) {
    assert.match(
      (await visitor.post("/me/link", { email })).text,
      new RegExp(`If we know ${email} , we emailed you a link`),
    );
  }
  await t.settle();
  assert.equal(t.mailer.of("signin_link").length, 1);
  const link = t.link("signin_link", jane.email);
  const opened = await visitor.get(link);
  assert.deepEqual([opened.status, opened.to], [302, "/me"]);
  const [cookie] = opened.headers.getSetCookie();
  for (const word of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", `Max-Age=${30 * 24 * 3600}`]) {
    assert.ok(cookie.includes(word), cookie);
  }
  assert.match((await visitor.get("/me")).text, /Jane 1 jane1@example\.com Sign out/);
  assert.deepEqual((await visitor.post("/me/signout", {})).to, "/me?signed-out");
  assert.equal(visitor.cookie("customer"), undefined);
  assert.match((await visitor.get("/me?signed-out")).text, /You’re signed out\./);

  await visitor.get(link.slice(0, -3));
  assert.match((await visitor.get("/me")).text, /That link is incomplete, or its 30 days are over/);
  assert.equal(visitor.cookie("customer"), undefined);
  await visitor.get(link);
  t.clock.advance(31 * DAY);
  assert.match((await visitor.get("/me")).text, /its 30 days are over/);
});

Deno.test("late cancellations, holds and attended classes are described in words", async () => {
  await using t = await storefront();
  const [soon, later, gone] = [
    await t.studio.addClass({ inHours: 20 }),
    await t.studio.addClass({ inHours: 90 }),
    await t.studio.addClass({ inHours: 1 }),
  ];
  await t.studio.seat(gone, jane);
  await t.studio.seat(soon, jane);
  await t.pass(2 * HOUR);
  await t.studio.manage("POST", `classes/${gone}/complete`);
  await t.studio.hold(later, jane);
  const visitor = t.visitor();
  await t.studio.signIn(jane.email);
  await visitor.get(t.link("signin_link", jane.email));
  const me = await visitor.get("/me");
  assert.match(
    me.text,
    /You’re booked Cancel….*Seat held until you pay Pay Release….*Past and cancelled .* Attended/,
  );
  const [late, held] = [...me.html.matchAll(/href="(\/cancel\/[^"]+)"/g)].map(([, path]) => path);
  assert.match((await visitor.get(late)).text, /starts in less than 24 hours: no refund\..*Cancel, no refund/);
  assert.match((await visitor.get(held)).text, /You haven’t paid yet\..*Release seat/);
  assert.match((await visitor.post(late, {})).text, /less than 24 hours before the class, so there is no refund/);
  assert.match(
    (await visitor.post(held, {})).text,
    /Your booking is cancelled\. Nothing was paid, so there is nothing to refund/,
  );
});

Deno.test("a gift card is bought, and its code tells what is left", async () => {
  await using t = await storefront();
  const visitor = t.visitor();
  const card = {
    purchaserName: "Jane",
    purchaserEmail: jane.email,
    recipientEmail: "",
    giftMessage: "Happy\r\nbirthday",
  };
  const wrong = await visitor.post("/gift-cards", { ...card, amount: "other", other: "9.99" });
  assert.deepEqual([wrong.status, wrong.text.includes("At least $10."), wrong.html.includes('value="9.99"')], [
    400,
    true,
    true,
  ]);
  assert.match(
    (await visitor.post("/gift-cards", { ...card, amount: "other", other: "ten" })).text,
    /Enter an amount, such as 25/,
  );
  const back = await t.pay((await visitor.post("/gift-cards", { ...card, amount: "other", other: "$75.50" })).to);
  assert.match((await visitor.get(back.slice(ORIGIN.length))).text, /Your gift card is on its way/);
  const code = giftCardCode(t.mailer.of("gift_card").at(-1)!);
  const typed = code.toLowerCase().match(/.{4}/g)!.join(" ");
  assert.match((await visitor.post("/gift-cards/check", { code: typed })).text, /\$75\.50 is left on this card/);
  const unknown = await visitor.post("/gift-cards/check", { code: "A".repeat(16) });
  assert.deepEqual([unknown.status, unknown.text.includes("We know no card with this code")], [404, true]);
  assert.equal((await visitor.post("/gift-cards/check", { code: "short" })).status, 400);
});

Deno.test("a tip is left with the code of the mailed link, once", async () => {
  await using t = await storefront();
  await t.studio.completedAppointment(jane);
  await t.settle();
  const [path, token] = t.link("post_visit", jane.email).split("#");
  const visitor = t.visitor();
  assert.match((await visitor.get(path)).html, /<input[^>]*name="token"/);
  const refused = await visitor.post("/tip", { token: "nonsense", amount: "1000" });
  assert.deepEqual([refused.status, refused.text.includes("This link is incomplete or too old")], [403, true]);
  assert.equal((await visitor.post("/tip", { token, amount: "other", other: "" })).status, 400);
  const back = await t.pay((await visitor.post("/tip", { token, amount: "1000" })).to);
  assert.match((await visitor.get(back.slice(ORIGIN.length))).text, /Thank you for the tip/);
  const twice = await visitor.post("/tip", { token, amount: "1000" });
  assert.deepEqual([twice.status, twice.text.includes("A tip has already been collected")], [409, true]);
});

Deno.test("every page that mails and checkouts lead to is there", async () => {
  await using t = await storefront();
  for (
    const path of [
      ...["/book/confirm", "/book/confirm?class=class-none&session_id=cs_1", "/book/cancelled", "/packages/confirm"],
      ...[
        "/packages/cancelled",
        "/gift-cards/confirm",
        "/gift-cards/cancelled",
        "/tip",
        "/tip/thanks",
        "/tip/cancelled",
      ],
      ...["/cancel/enr-none", "/me", "/packs", "/gift-cards"],
    ]
  ) {
    const seen = await t.visitor().get(path);
    assert.equal(seen.status, 200, path);
    assert.match(
      seen.headers.get("content-security-policy")!,
      /^default-src 'none'; style-src 'self'; script-src 'self'/,
    );
    assert.equal(seen.headers.get("cache-control"), "no-store");
    assert.equal(seen.headers.get("referrer-policy"), "same-origin");
  }
  for (const [path, type] of [["/storefront.css", "text/css"], ["/storefront.js", "text/javascript"]]) {
    const first = await t.visitor().get(path);
    assert.ok(first.headers.get("content-type")!.startsWith(type));
    const site = t.visitor().site;
    const again = await site(
      new Request(`${ORIGIN}${path}`, { headers: { "if-none-match": first.headers.get("etag")! } }),
    );
    assert.equal(again.status, 304);
  }
});

Deno.test("a form of another site changes nothing", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass({ priceCents: 0 });
  await t.studio.book(classId, jane);
  await t.studio.signIn(jane.email);
  const visitor = t.visitor();
  await visitor.get(t.link("signin_link", jane.email));
  const cancel = /href="(\/cancel\/[^"]+)"/.exec((await visitor.get("/me")).html)![1];
  for (const origin of ["https://evil.example", "null", `${ORIGIN}.evil.example`]) {
    assert.equal((await visitor.post(cancel, {}, { origin })).status, 403);
    assert.equal((await visitor.post("/me/signout", {}, { origin })).status, 403);
  }
  assert.equal((await t.studio.class(classId)).enrolledCount, 1);
  assert.ok(visitor.cookie("customer"));
  assert.equal((await visitor.post(`/classes/${classId}/book`, { name: "x".repeat(70_000) })).status, 413);
});

Deno.test("a sign-in cookie that can't be one is forgotten, and the pages stay", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass({ priceCents: 0 });
  for (const cookie of ["customer=%00", "customer=%E2%80%80", "customer=%0d%0ax:y", "customer=a%20b"]) {
    const me = await t.ask("/me", { headers: { cookie } });
    assert.equal(me.status, 200, cookie);
    assert.match(me.headers.get("set-cookie") ?? "", /^customer=;.*Max-Age=0/, cookie);
    assert.equal((await t.ask(`/classes/${classId}/book`, { headers: { cookie } })).status, 200, cookie);
  }
});

Deno.test("of a visitor's request nothing goes along to the API but what the page is for", async () => {
  const sent: { url: string; headers: Headers }[] = [];
  await using t = await storefront({
    fetch: (input, init) => {
      sent.push({ url: String(input), headers: new Headers(init?.headers) });
      return Promise.resolve(t.app.request(String(input).slice(API.length), init));
    },
  });
  const classId = await t.studio.addClass();
  const headers = {
    "x-alera-key": "alr_evil",
    "x-customer-token": "evil",
    "x-forwarded-for": "192.0.2.1",
    authorization: "Bearer evil",
    cookie: "other=evil",
    host: "evil.example",
    "user-agent": "evil",
  };
  const paths = ["/", `/classes/${classId}/book`, "/classes/..%2f..%2fmetrics/book", "/book/confirm?class=..", "/me"];
  for (const path of [...paths, "/book/confirm?class=..%2f..%2fmetrics", "/book/confirm?class=http://evil.example"]) {
    await t.ask(path, { headers });
  }
  const body = new URLSearchParams({ ...jane, successUrl: "https://evil.example", origin: "https://evil.example" });
  const booked = await t.ask(`/classes/${classId}/book`, {
    method: "POST",
    body,
    headers: { ...headers, origin: ORIGIN },
  });
  assert.equal(booked.status, 303);
  assert.ok(booked.headers.get("location")!.startsWith(t.stripe.url));
  const { success_url } = [...t.stripe.sessions.values()].at(-1)!.session;
  assert.ok(success_url!.startsWith(`${ORIGIN}/book/confirm`), success_url!);
  assert.ok(sent.length >= 8);
  for (const { url, headers } of sent) {
    assert.ok(url.startsWith(`${API}/api/`) && new URL(url).pathname.startsWith("/api/"), url);
    assert.equal(headers.get("x-alera-key"), t.studio.key);
    assert.equal(headers.get("origin"), ORIGIN);
    const told = [...headers.keys()].filter((name) => name !== "content-type").sort();
    assert.deepEqual(told, ["origin", "x-alera-key"], url);
  }
});

Deno.test("an API that is away, refuses the site or has enough of it, is told in words and not in codes", async () => {
  await using t = await storefront({}, { rateLimits: true });
  const classId = await t.studio.addClass();
  const away = (fetch: typeof globalThis.fetch) =>
    new Visitor(
      createStorefront({
        apiUrl: API,
        key: t.studio.key,
        origin: ORIGIN,
        handle: t.studio.handle,
        packages: [t.pack],
        now: () => t.clock.now(),
        fetch,
      }),
      [t.studio.key],
    );
  const down = away(() => Promise.reject(new TypeError("connection refused")));
  const html = away(() => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 })));
  for (const visitor of [down, html]) {
    for (const path of ["/", `/classes/${classId}/book`]) {
      const seen = await visitor.get(path);
      assert.equal(seen.status, 502);
      assert.match(seen.text, /Booking is down for a moment\. We can’t reach our booking system just now/);
    }
    const typed = await visitor.post("/packs", { ...jane, pack: t.pack.id });
    assert.deepEqual([typed.status, typed.html.includes('value="jane1@example.com"')], [502, true]);
    assert.equal((await visitor.get("/book/confirm?class=x")).status, 200, "what needs no API does without");
  }
  const revoked = away(() => Promise.resolve(Response.json({ error: "Invalid or revoked API key." }, { status: 401 })));
  const refused = await revoked.get("/");
  assert.equal(refused.status, 502);
  assert.ok(!/key/i.test(refused.text), refused.text);

  const visitor = t.visitor();
  let seen = await visitor.get("/");
  for (let n = 0; n < 60 && seen.status === 200; n++) seen = await visitor.get("/");
  assert.equal(seen.status, 429);
  assert.match(seen.text, /One moment\. Too many requests\. Try again in \d+ seconds\./);
  assert.ok(Number(seen.headers.get("retry-after")) > 0);
});

Deno.test("docs/site.md quotes the site's code as it is", async () => {
  const read = (path: string) => Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
  const [page, api] = [await read("docs/site.md"), await read("src/dev/storefront/api.ts")];
  const blocks = [...page.matchAll(/(?:^ {4}.*\n(?:\n(?= {4}))?)+/gm)].map(([code]) => code.replace(/^ {4}/gm, ""));
  assert.equal(blocks.length, 1);
  // An excerpt leaves out, but neither changes nor rearranges; how far it is indented is the formatter's.
  const bare = (code: string) => code.replace(/^ +/gm, "");
  const text = bare(api);
  let at = 0;
  for (const part of bare(blocks[0]).split(/^…\n/m)) {
    assert.ok(text.indexOf(part, at) >= 0, `not in the file, or not there:\n${part}`);
    at = text.indexOf(part, at) + part.length;
  }
});
