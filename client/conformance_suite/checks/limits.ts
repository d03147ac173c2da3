/** Last, for it floods: as visitors whom nobody else is. */
import { area, equal, ok } from "../suite.ts";
import { refused } from "../world.ts";

export const LIMITS = area("limits", {
  "an eleventh booking a minute is 429, says how long to wait, and is nobody else's": async (w) => {
    const visitor = { "x-alera-client-ip": w.address() };
    for (let n = 9; n >= 0; n--) {
      const { status, headers } = await w.book("class-none", w.person(), visitor);
      equal("status and what remains", [status, headers.get("ratelimit-remaining")], [404, String(n)]);
    }
    const limited = await w.book(`class-other`, w.person(), visitor);
    refused(limited, 429, "rate_limited");
    const seconds = Number(limited.headers.get("retry-after"));
    ok("Retry-After is 1 to 60", seconds >= 1 && seconds <= 60);
    ok("the message names the seconds", limited.body.error.includes(String(seconds)));
    equal("limit", limited.headers.get("ratelimit-limit"), "10");
    equal("another visitor", (await w.book("class-none")).status, 404);
    const { handle } = w.options;
    equal("another route", (await w.call("GET", `/api/provider?handle=${handle}`, undefined, visitor)).status, 200);
  },
  "an address that is none is 400": async (w) =>
    refused(
      await w.call("GET", "/api/classes", undefined, { "x-alera-client-ip": "1.2.3" }),
      400,
      "invalid_request",
    ),
  "each route has the limit that the reference names": async (w) => {
    const routes: [method: string, path: string, limit: number][] = [
      ["GET", "/api/classes", 60],
      ["GET", "/api/classes/x", 120],
      ["POST", "/api/classes/x/waitlist", 10],
      ["POST", "/api/enrollments/x/cancel", 10],
      ["POST", "/api/packages/start", 20],
      ["POST", "/api/gift-cards/start", 20],
      ["POST", "/api/gift-cards/redeem", 30],
      ["POST", "/api/tip/start", 20],
      ["POST", "/api/customer/signin-link", 5],
      ["GET", "/api/customer/me", 30],
    ];
    for (const [method, path, limit] of routes) {
      const { headers } = await w.call(method, path, method === "POST" ? {} : undefined);
      equal(`${method} ${path}`, headers.get("ratelimit-limit"), String(limit));
    }
  },
});
