import assert from "node:assert/strict";
import { startApp } from "../support/app.ts";
import { studio } from "../support/studio.ts";

/** Held by a token in the request: these may be called by any page. */
const OPEN = [
  "/api/enrollments/:id/cancel",
  "/api/enrollments/:id/reschedule",
  "/api/tip/start",
  "/api/waitlist/:id/leave",
  "/api/customer/me",
];

const filled = (path: string) => path.replace(/:\w+/g, "x");

Deno.test("routes that hold a token of their own may be called from any page, without credentials", async () => {
  await using t = await startApp();
  for (const path of OPEN) {
    const method = path === "/api/customer/me" ? "GET" : "POST";
    const preflight = await t.send("OPTIONS", filled(path), undefined, {
      origin: "https://any.example",
      "access-control-request-method": method,
      "access-control-request-headers": "content-type, x-customer-token, idempotency-key",
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.text, "");
    assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
    assert.ok(preflight.headers.get("access-control-allow-methods")!.split(", ").includes(method));
    const allowed = preflight.headers.get("access-control-allow-headers")!.split(", ");
    for (const header of ["content-type", "x-customer-token", "idempotency-key"]) assert.ok(allowed.includes(header));
    // Refusals too, or the page could not read them.
    const answers = [
      await t.send(method, filled(path), method === "POST" ? {} : undefined, { origin: "https://any.example" }),
      await t.send(method, filled(path), method === "POST" ? "{" : undefined),
      await t.send("PUT", filled(path)),
    ];
    for (const got of answers) {
      assert.equal(got.headers.get("access-control-allow-origin"), "*", got.text);
      assert.equal(got.headers.get("access-control-allow-credentials"), null);
    }
  }
});

Deno.test("no other route says anything about other origins, whatever it answers", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  for (const { method, path } of t.app.routes().filter((one) => ![...OPEN, "/embed.js"].includes(one.path))) {
    for (const verb of [method, "OPTIONS"]) {
      const got = await t.send(verb, filled(path), verb === "POST" ? {} : undefined, {
        ...s.headers,
        authorization: `Bearer ${s.ownerToken}`,
        "access-control-request-method": method,
      });
      const cors = [...got.headers.keys()].filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(cors, [], `${verb} ${path}`);
    }
  }
  for (let i = 0; i < 2; i++) {
    assert.equal((await s.call("GET", `/api/classes/${id}`)).headers.get("access-control-allow-origin"), null);
  }
});
