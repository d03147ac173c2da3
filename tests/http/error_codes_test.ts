/** The codes that the contract names, and what messages say about credentials. */
import assert from "node:assert/strict";
import { ERROR_CODES } from "../../src/http/error_codes.ts";
import { refused } from "../support/http.ts";
import { fetchDocument, type Json } from "../support/openapi.ts";
import { ORIGIN, person, studio } from "../support/studio.ts";

/** What other programs are written against: none may be renamed. */
const NAMED = [
  ..."invalid_request missing_api_key invalid_api_key origin_missing origin_not_allowed secret_key_required".split(" "),
  ..."invalid_token expired_token not_found class_full already_booked payment_pending no_credits".split(" "),
  ..."seats_available class_cancelled class_started too_late price_differs gift_card_insufficient".split(" "),
  ..."not_onboarded checkout_failed refund_failed rate_limited quota_exceeded idempotency_conflict".split(" "),
  ..."client_exists not_connect one_provider unavailable internal".split(" "),
];

Deno.test("every named code exists, is in the document, and is explained on the page", async () => {
  await using t = await studio({ onboarded: false });
  const document: Json = await fetchDocument(t);
  const listed: string[] = document.components.schemas.Error.properties.code.enum;
  const page = (await t.send("GET", "/docs/errors")).text;
  for (const code of NAMED) assert.ok(listed.includes(code), code);
  assert.deepEqual(listed, Object.keys(ERROR_CODES));
  for (const [code, { status, happened, todo }] of Object.entries(ERROR_CODES)) {
    assert.match(code, /^[a-z]+(_[a-z]+)*$/);
    assert.ok(status >= 400 && happened.endsWith(".") && todo.endsWith("."), code);
    assert.ok(page.includes(`id="${code}"`), code);
  }
});

Deno.test("a refused credential names the header it was looked for in, and what came", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const path = `/api/classes/${await s.addClass({ priceCents: 0 })}`;
  const read = (headers: Record<string, string>) => t.send("GET", path, undefined, headers);

  const none = await read({ origin: ORIGIN });
  refused(none, 401, { code: "missing_api_key" });
  assert.match(none.body.error, /x-alera-key/);
  const wrong = await read({ origin: ORIGIN, "x-alera-key": `${s.key}x` });
  refused(wrong, 401, { code: "invalid_api_key" });
  assert.match(wrong.body.error, /x-alera-key/);
  const nowhere = await read({ "x-alera-key": s.key });
  refused(nowhere, 403, { code: "origin_missing" });
  assert.match(nowhere.body.error, /Origin header/);
  const elsewhere = await read({ "x-alera-key": s.key, origin: `${ORIGIN}/` });
  refused(elsewhere, 403, { code: "origin_not_allowed", received: `${ORIGIN}/` });
  assert.ok(elsewhere.body.error.includes(`${ORIGIN}/`));

  const owner = await t.send("GET", "/api/manage/provider");
  refused(owner, 401, { code: "invalid_token" });
  assert.match(owner.body.error, /Authorization header is missing/);
  const me = (token?: string) =>
    t.send("GET", "/api/customer/me", undefined, token ? { "x-customer-token": token } : {});
  refused(await me(), 401, { code: "invalid_token" });
  assert.match((await me("x")).body.error, /x-customer-token header .* is not valid/);
  const client = t.ctx.tokens.sign("cust-v1", `${s.id}:cli-x`, t.clock.now() - 1);
  refused(await me(client), 401, { code: "expired_token" });

  const { body: booked } = await s.book(path.split("/").at(-1)!, person());
  const cancel = (cancelToken: string) =>
    t.send("POST", `/api/enrollments/${booked.enrollmentId}/cancel`, { cancelToken });
  refused(await cancel("x"), 401, { code: "invalid_token" });
  assert.match((await cancel("x")).body.error, /`cancelToken`/);
  const old = t.ctx.tokens.sign("v1", booked.enrollmentId, t.clock.now() - 1);
  assert.equal((await cancel(old)).status, 200, "a token is good for 30 days after its class");
  const tip = await t.send("POST", "/api/tip/start", { token: "x", amountCents: 1000 });
  refused(tip, 403, { code: "invalid_token" });
  refused(await s.call("GET", `/api/classes/class-none`), 404, { code: "not_found" });
});

Deno.test("a message says what is wrong, not what kind of error it is", async () => {
  await using t = await studio();
  const got = await t.studio.book(await t.studio.addClass(), { ...person(), phone: "12" });
  refused(got, 400, { code: "invalid_request" });
  assert.match(got.body.error, /^phone: /);
});
