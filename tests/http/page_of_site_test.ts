/** Where a customer's links lead when a page, not a whole site, asks; and reads that a browser sends without an Origin. */
import assert from "node:assert/strict";
import { invalid, refused } from "../support/http.ts";
import { addStudio, ORIGIN, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const PAGE = `${ORIGIN}/classes?lang=en`;

async function publishable(t: World): Promise<Record<string, string>> {
  const made = await t.studio.manage("POST", "api-keys", {
    label: "Page",
    kind: "publishable",
    allowedOrigins: [ORIGIN],
  });
  return { "x-alera-key": made.body.key, origin: ORIGIN, "x-alera-page": PAGE };
}

Deno.test("payments come back to the page, and its mails lead there", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const headers = await publishable(t);
  const paid = await s.addClass({ priceCents: 2000 });
  const held = await t.send("POST", `/api/classes/${paid}/book`, person(1), headers);
  assert.equal(held.status, 200, held.text);
  const session = t.stripe.sessions.get(held.body.checkoutSessionId)!.session;
  assert.deepEqual([session.success_url, session.cancel_url], [
    `${PAGE}&alera=book&session_id={CHECKOUT_SESSION_ID}`,
    `${PAGE}&alera=book`,
  ]);
  const own = await t.send("POST", `/api/classes/${paid}/book`, {
    ...person(2),
    successUrl: `${ORIGIN}/thanks`,
  }, headers);
  assert.equal(t.stripe.sessions.get(own.body.checkoutSessionId)!.session.success_url, `${ORIGIN}/thanks`);
  const card = await t.send("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: "Jane",
    purchaserEmail: "jane@example.com",
  }, { ...headers, "x-alera-page": `${ORIGIN}/gifts#top` });
  assert.equal(
    t.stripe.sessions.get(card.body.checkoutSessionId)!.session.success_url,
    `${ORIGIN}/gifts?alera=gift-cards&session_id={CHECKOUT_SESSION_ID}`,
  );

  const free = await s.addClass({ priceCents: 0 });
  const booked = await t.send("POST", `/api/classes/${free}/book`, person(3), headers);
  await t.send("POST", "/api/customer/signin-link", { email: person(3).email, handle: s.handle }, headers);
  await t.settle();
  const texts = t.mailer.sent.map((mail) => mail.text).join("\n");
  const { enrollmentId, cancelToken } = booked.body;
  const leads = new RegExp(`${PAGE.replace("?", "\\?")}#/cancel/${enrollmentId}/([\\w-]+)`).exec(texts);
  assert.ok(leads, texts);
  assert.match(texts, /https:\/\/studio\.example\/classes\?lang=en#\/me\/[\w-]+/);
  assert.equal(texts.match(/#[^\s"]*#/), null, "one # is enough");
  const cancelled = await t.send("POST", `/api/enrollments/${enrollmentId}/cancel`, { cancelToken: leads[1] });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.ok(cancelToken);
});

Deno.test("a page of elsewhere is refused, after the Origin and before the body", async () => {
  await using t = await studio();
  const headers = await publishable(t);
  const book = (page: string, more: Record<string, string> = {}, body: unknown = person()) =>
    t.send("POST", "/api/classes/class-none/book", body, { ...headers, "x-alera-page": page, ...more });
  const pages = [
    "https://elsewhere.example/classes",
    `${ORIGIN}.elsewhere.example/`,
    "https://jane@studio.example/",
    "http://studio.example/",
    "/classes",
    "",
    `${ORIGIN}/${"a".repeat(500)}`,
  ];
  for (const page of pages) invalid(await book(page, {}, {}), "x-alera-page");
  refused(await book(pages[0], { origin: "https://elsewhere.example" }), 403, { code: "origin_not_allowed" });
  refused(await book(PAGE), 404, { code: "not_found" });
});

Deno.test("a browser's read of its own site has no Origin: a publishable key takes that of the Referer, and no other key does", async () => {
  await using t = await studio();
  const { origin: _, ...headers } = await publishable(t);
  const path = `/api/provider?handle=${t.studio.handle}`;
  const read = (more: Record<string, string>) => t.send("GET", path, undefined, { ...headers, ...more });
  const same = { "sec-fetch-site": "same-origin", referer: `${ORIGIN}/` };
  assert.equal((await read(same)).status, 200);
  assert.equal((await read(same)).status, 200, "nor does a cached one differ");
  refused(await read({}), 403, { code: "origin_missing" });
  refused(await read({ referer: `${ORIGIN}/` }), 403, { code: "origin_missing" });
  refused(await read({ ...same, "sec-fetch-site": "cross-site" }), 403, { code: "origin_missing" });
  refused(await read({ ...same, referer: "nowhere" }), 403, { code: "origin_missing" });
  refused(await read({ ...same, referer: "https://elsewhere.example/" }), 403, { code: "origin_not_allowed" });
  refused(await read({ ...same, origin: "https://elsewhere.example" }), 403, { code: "origin_not_allowed" });
  refused(await read({ ...same, "x-alera-key": t.studio.key }), 403, { code: "origin_missing" });
  const other = await addStudio(t);
  refused(await t.send("GET", `/api/provider?handle=${other.handle}`, undefined, { ...headers, ...same }), 403, {
    code: "wrong_provider",
  });
});
