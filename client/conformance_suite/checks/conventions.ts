/** Shapes of errors, ids of requests, the order of checks, idempotency. */
import { area, equal, ok } from "../suite.ts";
import { refused } from "../world.ts";

export const CONVENTIONS = [
  ...area("conventions", {
    "an unknown route is 404 in JSON": async (w) => refused(await w.bare("GET", "/api/nowhere"), 404, "not_found"),
    "a wrong method is 405 and names the right ones": async (w) => {
      const answer = await w.call("DELETE", "/api/classes");
      refused(answer, 405, "method_not_allowed");
      ok("Allow names GET", answer.headers.get("allow")?.includes("GET"));
    },
    "a sane x-request-id is the answer's": async (w) => {
      const { headers } = await w.call("GET", "/api/classes", undefined, { "x-request-id": "conformance-1" });
      equal("x-request-id", headers.get("x-request-id"), "conformance-1");
    },
    "the key is checked before the origin, and the origin before the query": async (w) => {
      const { key, origin } = w.options;
      refused(await w.bare("GET", "/api/classes"), 401, "missing_api_key");
      refused(await w.bare("GET", "/api/classes", undefined, { "x-alera-key": "alr_none_x" }), 401, "invalid_api_key");
      refused(await w.bare("GET", "/api/classes", undefined, { "x-alera-key": key }), 403, "origin_missing");
      const headers = { "x-alera-key": key, origin: "https://elsewhere.invalid" };
      const elsewhere = await w.bare("GET", "/api/classes", undefined, headers);
      refused(elsewhere, 403, "origin_not_allowed");
      equal("received", elsewhere.body.received, "https://elsewhere.invalid");
      refused(await w.bare("GET", "/api/classes", undefined, { "x-alera-key": key, origin }), 400, "invalid_request");
    },
    "a body is read before a record is looked for; each wrong field is named": async (w) => {
      const answer = await w.book("class-none", { name: "", email: "x", phone: "1" });
      refused(answer, 400, "invalid_request");
      const paths = answer.body.issues.map((one: { path: string }) => one.path);
      equal("fields", [...new Set(paths)].sort(), ["email", "name", "phone"]);
      refused(await w.book("class-none"), 404, "not_found");
    },
    "what is not JSON is 400, what is too long 413": async (w) => {
      refused(await w.call("POST", "/api/classes/x/book", "{"), 400, "invalid_request");
      refused(await w.call("POST", "/api/classes/x/book", `{"name":"${"x".repeat(70_000)}"}`), 413, "body_too_large");
    },
  }),
  ...area("idempotency", {
    "the same key and request get the first answer, another request 409": async (w) => {
      const id = await w.addClass({ capacity: 3 });
      const [person, key] = [w.person(), { "idempotency-key": crypto.randomUUID() }];
      const first = await w.book(id, person, key);
      const again = await w.book(id, person, key);
      equal("both", [again.status, again.body], [200, first.body]);
      equal("idempotent-replayed", again.headers.get("idempotent-replayed"), "true");
      refused(await w.book(id, w.person(), key), 409, "idempotency_conflict");
      equal("seats taken", (await w.findClass(id)).enrolledCount, 1);
    },
    "ten at once with one key book one seat": async (w) => {
      const id = await w.addClass({ capacity: 20 });
      const [person, key] = [w.person(), { "idempotency-key": crypto.randomUUID() }];
      const answers = await Promise.all(Array.from({ length: 10 }, () => w.book(id, person, key)));
      const booked = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.enrollmentId));
      equal("enrollments", booked.size, 1);
      for (const one of answers) if (one.status !== 200) refused(one, 409, "idempotency_conflict");
      equal("seats taken", (await w.findClass(id)).enrolledCount, 1);
    },
  }, "owner"),
];
