import assert from "node:assert/strict";
import { startApp } from "../support/app.ts";
import { refused } from "../support/http.ts";

/** Held by a token in the request: these may be called by any page. */
const OPEN = [
  "/api/enrollments/:id/cancel",
  "/api/enrollments/:id/reschedule",
  "/api/tip/start",
  "/api/customer/me",
  "/api/waitlist/:id/leave",
];

const filled = (path: string) => path.replace(/:\w+/g, "x");

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

Deno.test("what is nowhere is 404, in JSON", async () => {
  await using t = await startApp();
  for (
    const path of [
      "/api",
      "/api/",
      "/api/nothing",
      "/api/classes/a/b/c",
      "/api/manage",
      "/api/classes/",
      "/%00",
      "/index.php",
    ]
  ) {
    for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) refused(await t.send(method, path), 404);
  }
});

Deno.test("a method that a route does not know is 405, and Allow says which it knows", async () => {
  await using t = await startApp();
  const known = new Map<string, Set<string>>();
  for (const { method, path } of t.app.routes()) {
    const methods = known.get(path) ?? new Set();
    known.set(path, methods.add(method));
    if (method === "GET") methods.add("HEAD");
  }
  assert.ok(known.size > 40, "the routes are listed");
  for (const [path, methods] of known) {
    const open = OPEN.includes(path);
    for (const method of [...METHODS, "PROPFIND"].filter((one) => !methods.has(one))) {
      if (open && method === "OPTIONS") continue;
      // As `GET …/gift-cards/redeem`, which reads the card of that id.
      const isAnother = [...known].some(([other, its]) =>
        its.has(method) && new RegExp(`^${other.replace(/:\w+/g, "[^/]+")}$`).test(filled(path))
      );
      if (isAnother) continue;
      const got = await t.send(method, filled(path));
      refused(got, 405);
      const allowed = got.headers.get("allow")!.split(", ").sort();
      assert.deepEqual(allowed, [...methods, ...(open ? ["OPTIONS"] : [])].sort(), `${method} ${path}`);
    }
  }
});
