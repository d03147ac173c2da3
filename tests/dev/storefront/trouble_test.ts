import assert from "node:assert/strict";
import { createStorefront } from "../../../src/dev/storefront/server.ts";
import { ORIGIN } from "../../support/studio.ts";
import { API, jane, storefront, Visitor } from "./visitor.ts";

Deno.test("what the API refuses is shown with the site's apostrophes", async () => {
  await using t = await storefront({}, { onboarded: false });
  const classId = await t.studio.addClass();
  const seen = await t.visitor().post(`/classes/${classId}/book`, { ...jane });
  assert.equal(seen.status, 502);
  assert.match(seen.text, /This studio can’t take payments yet\. Nothing was booked\./);
});

Deno.test("an API that is away, refuses the site or limits it is described in words, not in codes", async () => {
  await using t = await storefront({}, { rateLimits: true });
  const classId = await t.studio.addClass();
  const away = (fetch: typeof globalThis.fetch) =>
    new Visitor(
      createStorefront({
        apiUrl: API,
        key: t.studio.key,
        origin: ORIGIN,
        handle: t.studio.handle,
        now: () => t.clock.now(),
        fetch,
      }),
      [t.studio.key],
    );
  const down = away(() => Promise.reject(new TypeError("connection refused")));
  const html = away(() => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 })));
  for (const visitor of [down, html]) {
    for (const path of ["/", `/classes/${classId}/book`]) {
      const seen = await visitor.get(path);
      assert.equal(seen.status, 502);
      assert.match(seen.text, /Booking is down for a moment\. We can’t reach our booking system just now/);
    }
    const typed = await visitor.post("/packs", { ...jane, pack: t.pack.id });
    assert.equal(typed.status, 502);
    assert.equal((await visitor.get("/book/confirm?class=x")).status, 200, "what needs no API does without");
  }
  const revoked = away(() => Promise.resolve(Response.json({ error: "Invalid or revoked API key." }, { status: 401 })));
  const refused = await revoked.get("/");
  assert.equal(refused.status, 502);
  assert.ok(!/key/i.test(refused.text), refused.text);

  const visitor = t.visitor();
  let seen = await visitor.get("/");
  for (let n = 0; n < 60 && seen.status === 200; n++) seen = await visitor.get("/");
  assert.equal(seen.status, 429);
  assert.match(seen.text, /One moment\. That was a lot at once\. Try again in a minute\./);
  assert.ok(Number(seen.headers.get("retry-after")) > 0);
});
