import assert from "node:assert/strict";
import { invalid, refused } from "../support/http.ts";
import { person, studio } from "../support/studio.ts";

Deno.test("JSON that is no object, or whose fields are of wrong types, is 400; unknown fields are ignored", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = { handle: s.handle, amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const start = (body: string) => s.call("POST", "/api/gift-cards/start", body);
  for (const body of ["null", "[]", "[{}]", "true", "7", '"text"', `[${JSON.stringify(card)}]`]) {
    invalid(await start(body), "");
  }
  const wrong = (change: Record<string, unknown>) => start(JSON.stringify({ ...card, ...change }));
  for (const value of [5, true, [], {}, ["Jane"], { toString: "Jane" }]) {
    invalid(await wrong({ purchaserName: value }), "purchaserName");
    invalid(await wrong({ purchaserEmail: value }), "purchaserEmail");
    invalid(await wrong({ giftMessage: value }), "giftMessage");
  }
  for (const number of ["1e400", "-1e400", "1e30", "5000.0000001", "9007199254740993"]) {
    invalid(await start(JSON.stringify(card).replace("5000", number)), "amountCents");
  }
  assert.equal((await start(JSON.stringify(card).replace("5000", "5.0e3"))).status, 200);
  const nested = `{"deep":${"[".repeat(30_000)}${"]".repeat(30_000)},${JSON.stringify(card).slice(1)}`;
  assert.equal((await start(nested)).status, 200);
  const proto = `{"__proto__":{"handle":"x"},"constructor":{"prototype":{"polluted":1}},"extra":1,${
    JSON.stringify(card).slice(1)
  }`;
  assert.equal((await start(proto)).status, 200);
  invalid(
    await start(`{"__proto__":${JSON.stringify(card)}}`),
    "amountCents",
    "handle",
    "purchaserEmail",
    "purchaserName",
  );
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  // The last of two equal names counts, as JSON.parse has it.
  assert.equal((await start(`{"amountCents":1,${JSON.stringify(card).slice(1)}`)).status, 200);
  for (const text of ["\\ud800", "\\udfff x", "\\u0000", "\\u0007"]) {
    invalid(await start(JSON.stringify(card).replace("Jane", `Jane${text}`)), "purchaserName");
  }
});

Deno.test("an action without a body takes none, an empty object, and no nonsense", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [first, second, third] = [await s.addClass(), await s.addClass(), await s.addClass()];
  assert.equal((await s.manage("POST", `classes/${first}/cancel`)).status, 200);
  assert.equal((await s.manage("POST", `classes/${second}/cancel`, {})).status, 200);
  for (const nonsense of ["{", "hello", "\0"]) {
    invalid(await s.manage("POST", `classes/${third}/cancel`, nonsense), "");
  }
  assert.equal((await s.class(third)).status, "Scheduled");
  const booked = await s.book(third, person(), {});
  assert.equal((await s.manage("POST", `enrollments/${booked.body.enrollmentId}/cancel`)).status, 200);
});

Deno.test("odd paths and queries are refused, never a fault", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const nul = btoa(JSON.stringify(["a\0b", "c"]));
  for (
    const path of [
      "classes/%00",
      "classes/%00/roster",
      "clients/a%00b",
      "gift-cards/%E0%A4%A",
      `classes/${"9".repeat(5000)}`,
    ]
  ) {
    refused(await s.manage("GET", path), 404);
  }
  for (const path of [`classes?cursor=${nul}`, "clients?q=%00", "classes?from=%00", "classes?limit=%00"]) {
    refused(await s.manage("GET", path), 400);
  }
  for (
    const path of [
      "classes/%00/cancel",
      "waitlist/%00/promote",
      "enrollments/a%00/no-show",
      "appointments/%00/complete",
    ]
  ) {
    refused(await s.manage("POST", path), 404);
  }
  for (const path of ["blackouts/%00", "api-keys/%00", "clients/%00"]) refused(await s.manage("DELETE", path), 404);
  for (const body of [{ serviceId: "\0" }, { serviceId: "\ud800" }, { serviceId: s.serviceId, instructorId: "\0" }]) {
    refused(await s.manage("POST", "classes", { scheduledAt: "2026-12-18T12:00:00.000Z", ...body }), 400);
  }
  refused(await t.send("POST", "/api/enrollments/%00/cancel", { cancelToken: "x" }), 404);
});
