/** The document and the server judge alike: every text that fits a field's schema in the document is taken, and no other. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "@hono/zod-openapi";
import { origin } from "../../src/schemas/api_keys.ts";
import { email, instant, name, note, optional, phone, price, reference, timezone } from "../../src/schemas/basics.ts";
import { giftCardRedemption } from "../../src/schemas/gift_cards.ts";
import * as patterns from "../../src/schemas/patterns.ts";
import { newProvider, profile } from "../../src/schemas/providers.ts";
import { fetchDocument, schemaChecker } from "../support/openapi.ts";
import { studio } from "../support/studio.ts";

const blank = ["", " ", "\n", "\u00a0\u2028"];
const odd = [...blank, "a\u0000b", "a\u0085", "\ta\t", "a\tb", "a\nb", "\u0001", "a\u2028b", "é", "😀", "0"];

/** Each pattern, the schema of its field, and texts on either side. */
const FIELDS: Record<string, [string, z.ZodType, string[]]> = {
  name: [patterns.ONE_LINE, name(), [
    " Jane ",
    "Jane Doe",
    "J",
    "J".repeat(121),
    ` ${"J".repeat(120)} `,
    "😀".repeat(120),
  ]],
  note: [patterns.lines(500), note(), ["a\r\nb", " a\t", "a".repeat(501), ` ${"a".repeat(500)} `]],
  reference: [patterns.REFERENCE, reference(200), ["class-1", " a "]],
  "optional name": [patterns.orBlank(patterns.ONE_LINE), optional(name(), patterns.ONE_LINE), ["Sam"]],
  "optional email": [patterns.orBlank(patterns.EMAIL), optional(email(), patterns.EMAIL), ["a@b.co", "a@b"]],
  email: [
    patterns.EMAIL,
    email(),
    ["a@b.co", " A@B.CO ", ".a@b.co", "a..b@c.de", "a.@b.co", "o'neil@b.co", "a'@b.co", "a@b", "a@-b.co", "a@b..co"],
  ],
  phone: [patterns.PHONE, phone(), ["(555) 555-0142", "555555014", "1234567890123456", "٥٥٥٥٥٥٥٥٥٥"]],
  instant: [
    patterns.INSTANT,
    instant(),
    [
      "2026-05-18T11:00:00.000Z",
      "2026-05-18T11:00:00+02:00",
      "1969-12-31T23:59:59Z",
      "1970-01-01T00:00:00Z",
      "9998-12-31T23:59:59Z",
      "9999-01-01T00:00:00Z",
      "2024-02-29T00:00:00Z",
      "2023-02-29T00:00:00Z",
      "2000-02-29T00:00:00Z",
      "2100-02-29T00:00:00Z",
      "1972-02-29T00:00:00Z",
      "1968-02-29T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "2026-05-18",
      "2026-05-18T24:00:00Z",
      "2026-05-18T11:00:00",
      "2026-05-18T11:00Z",
    ],
  ],
  origin: [
    patterns.ORIGIN,
    origin(),
    [
      "https://your-site.com",
      "https://your-site.com:8443",
      "https://your-site.com/",
      "https://Your-site.com",
      "http://your-site.com",
      "http://localhost:3000",
      "http://a.localhost",
      "http://127.0.0.1:80000",
      ...[1, 80, 443, 444, 8080, 9999, 65535, 65536].flatMap((n) => [`https://a.com:${n}`, `http://localhost:${n}`]),
      "https://10.0.0.1",
      "https://*.a.com",
      "ftp://a.com",
    ],
  ],
  currency: [patterns.anyCase(["usd", "eur"]), profile.shape.currency, ["usd", "USD", " Eur ", "us", "xxq"]],
  handle: [patterns.HANDLE, newProvider.shape.handle, [
    "studio-1",
    " Studio ",
    "-a",
    "a-",
    "a".repeat(62),
    "a".repeat(63),
  ]],
  code: [patterns.GIFT_CARD_CODE, giftCardRedemption.shape.code, ["ABCD-EFGH-2345-6789"]],
};

for (const [field, [pattern, schema, texts]] of Object.entries(FIELDS)) {
  const fits = (text: string) => new RegExp(pattern, "u").test(text);
  Deno.test(`${field}: the document takes what the server takes`, () => {
    // Whether a code is one is for the workflow to say; the schema only bounds it.
    if (field === "code") return assert.deepEqual(["ABCD-EFGH-2345-6789", "abc"].map(fits), [true, false]);
    for (const text of [...texts, ...odd]) {
      assert.equal(fits(text), schema.safeParse(text).success, JSON.stringify(text));
    }
    fc.assert(fc.property(
      fc.string({ unit: "binary", maxLength: 30 }).filter((text) => text.isWellFormed()),
      (text) => fits(text) === schema.safeParse(text).success,
    ));
    fc.assert(fc.property(
      fc.stringMatching(new RegExp(pattern), { maxLength: 60 }),
      (text) => text.length > 60 || schema.safeParse(text).success,
    ));
  });
}

Deno.test("the document names the zones and the prices that the server takes, and optional fields take blanks in it", async () => {
  await using t = await studio({ onboarded: false });
  const document = await fetchDocument(t);
  const check = schemaChecker(document);
  const body = (path: string) => document.paths[path].post.requestBody.content["application/json"].schema;
  const zones = body("/api/manage/providers").properties.timezone;
  for (const zone of zones.enum) assert.ok(timezone().safeParse(zone).success, zone);
  const cents = body("/api/manage/services").properties.priceCents;
  for (const amount of [-1, 0, 1, 49, 50, 99_999_999, 100_000_000, 50.5]) {
    assert.equal(check(cents, amount).length === 0, price().safeParse(amount).success, String(amount));
  }
  const { recipientName, recipientEmail } = body("/api/gift-cards/start").properties;
  const { refund } = body("/api/manage/enrollments/{id}/cancel").properties;
  for (const field of [recipientName, recipientEmail, refund]) {
    for (const value of ["", null]) assert.deepEqual(check(field, value), []);
  }
  assert.ok(check(refund, "half").length > 0 && check(recipientEmail, "a@b").length > 0);
});
