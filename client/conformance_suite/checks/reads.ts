/** What a site shows. */
import { area, equal, ok } from "../suite.ts";
import { day, refused } from "../world.ts";

/** @throws Error when one of the fields is missing */
function has(what: string, object: Record<string, unknown>, fields: string): void {
  for (const field of fields.split(" ")) ok(`${what} has ${field}`, field in object);
}

export const READS = [
  ...area("reads", {
    "the studio and its packs": async (w) => {
      const handle = encodeURIComponent(w.options.handle);
      const { body } = await w.call("GET", `/api/provider?handle=${handle}`);
      has("provider", body.provider, "id handle displayName bio avatarKey timezone currency address cancelWindowHours");
      has("provider", body.provider, "holdMinutes canTakePayments giftCards");
      const packs = await w.call("GET", `/api/package-types?handle=${handle}`);
      for (const one of packs.body.packageTypes) {
        has("pack", one, "id name sessionsTotal priceCents currency validDays");
      }
    },
    "classes, sorted by time, with an ETag that answers 304": async (w) => {
      const path = `/api/classes?handle=${encodeURIComponent(w.options.handle)}&from=${day(0)}&to=${day(30)}`;
      const { status, body, headers } = await w.call("GET", path);
      equal("status", status, 200);
      has("answer", body, "classes blackouts");
      for (const one of body.classes) {
        has("class", one, "id scheduledAt nameSnapshot durationMin priceCents capacity enrolledCount seatsLeft");
        has("class", one, "publicNote instructor currency cancelWindowHours waitlistCount location");
        ok("it is to come", Date.parse(one.scheduledAt) > Date.now() - 60_000);
      }
      const times = body.classes.map((one: { scheduledAt: string }) => one.scheduledAt);
      equal("order", times, [...times].sort());
      const etag = headers.get("etag") ?? "";
      ok("strong ETag", /^"/.test(etag));
      ok("private", headers.get("cache-control")?.includes("private"));
      const again = await w.call("GET", path, undefined, { "if-none-match": etag });
      ok("304, or 200 with another ETag", again.status === 304 || again.headers.get("etag") !== etag);
    },
    "dates that are none, reversed or more than 60 days apart are 400; another's handle is 403": async (w) => {
      const handle = encodeURIComponent(w.options.handle);
      for (const [from, to] of [["2026-02-30", "2026-03-01"], [day(2), day(1)], [day(0), day(61)], ["x", day(1)]]) {
        refused(await w.call("GET", `/api/classes?handle=${handle}&from=${from}&to=${to}`), 400, "invalid_request");
      }
      const foreign = await w.call("GET", `/api/classes?handle=nobody-at-all&from=${day(0)}&to=${day(1)}`);
      refused(foreign, 403, "wrong_provider");
    },
  }),
  ...area("reads", {
    "one class with its studio; a cancelled one is 410": async (w) => {
      const id = await w.addClass();
      const { body } = await w.call("GET", `/api/classes/${id}`);
      has("provider", body.provider, "displayName handle avatarKey bio timezone");
      equal("class", [body.class.id, body.class.seatsLeft], [id, 1]);
      await w.manage("POST", `classes/${id}/cancel`);
      refused(await w.call("GET", `/api/classes/${id}`), 410, "class_cancelled");
      refused(await w.book(id), 410, "class_cancelled");
    },
  }, "owner"),
];
