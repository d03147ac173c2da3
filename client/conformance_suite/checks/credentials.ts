/** Publishable keys, CORS, signed tokens. */
import { area, equal, ok } from "../suite.ts";
import { refused, type World } from "../world.ts";

const SITE = "https://conformance.example";
const allowed = ({ headers }: { headers: Headers }) => headers.get("access-control-allow-origin");

async function withPublishable(w: World, run: (key: string) => Promise<void>): Promise<void> {
  const made = await w.manage("POST", "api-keys", {
    label: "Conformance",
    kind: "publishable",
    allowedOrigins: [SITE],
  });
  try {
    await run(made.key);
  } finally {
    await w.manage("DELETE", `api-keys/${made.id}`);
  }
  const { handle } = w.options;
  const headers = { "x-alera-key": made.key, origin: SITE };
  refused(await w.bare("GET", `/api/provider?handle=${handle}`, undefined, headers), 401, "invalid_api_key");
}

export const CREDENTIALS = [
  ...area("credentials", {
    "a secret key's answers have no CORS headers": async (w) =>
      equal("allow-origin", allowed(await w.call("GET", `/api/provider?handle=${w.options.handle}`)), null),
    "cancel answers any origin, without credentials, and knows no forged token": async (w) => {
      const headers = { origin: "https://anywhere.example", "access-control-request-method": "POST" };
      const preflight = await w.bare("OPTIONS", "/api/enrollments/enr-x/cancel", undefined, headers);
      ok("preflight succeeds", preflight.status < 300);
      equal("allow-origin", allowed(preflight), "*");
      equal("allow-credentials", preflight.headers.get("access-control-allow-credentials"), null);
      refused(await w.call("POST", "/api/enrollments/enr-x/cancel", { cancelToken: "djF8eA" }), 401, "invalid_token");
      refused(await w.call("POST", "/api/enrollments/enr-x/cancel", {}), 400, "invalid_request");
    },
    "a customer's page wants a right token": async (w) =>
      refused(await w.call("GET", "/api/customer/me", undefined, { "x-customer-token": "x" }), 401, "invalid_token"),
  }),
  ...area("credentials", {
    "a publishable key reads and starts from its own origin, and is gone once revoked": (w) =>
      withPublishable(w, async (key) => {
        const headers = { "x-alera-key": key, origin: SITE };
        const read = await w.bare("GET", `/api/provider?handle=${w.options.handle}`, undefined, headers);
        equal("status and allow-origin", [read.status, allowed(read)], [200, SITE]);
        ok("Vary: Origin", /origin/i.test(read.headers.get("vary") ?? ""));
        const missing = await w.bare("POST", "/api/classes/class-none/book", w.person(), headers);
        equal("a refusal's allow-origin", [missing.status, allowed(missing)], [404, SITE]);
        const redeem = { code: "A".repeat(16), providerId: "x", requestedDebitCents: 1 };
        refused(await w.bare("POST", "/api/gift-cards/redeem", redeem, headers), 403, "secret_key_required");
        const preflight = await w.bare("OPTIONS", "/api/classes", undefined, {
          origin: SITE,
          "access-control-request-method": "GET",
        });
        equal("preflight", allowed(preflight), SITE);
      }),
    "a token cancels its own booking only": async (w) => {
      const id = await w.addClass({ capacity: 2 });
      const [one, other] = [await w.book(id), await w.book(id)];
      const crossed = { cancelToken: other.body.cancelToken };
      refused(await w.call("POST", `/api/enrollments/${one.body.enrollmentId}/cancel`, crossed), 401, "invalid_token");
    },
  }, "owner"),
  ...area("credentials", {
    "a customer's token shows their bookings": async (w) => {
      const headers = { "x-customer-token": w.options.customerToken! };
      const { status, body } = await w.call("GET", "/api/customer/me", undefined, headers);
      equal("status", status, 200);
      for (const field of ["client", "studio", "calendarFeedUrl", "enrollments", "packages", "waitlist"]) {
        ok(`it has ${field}`, field in body);
      }
    },
  }, "customer"),
];
