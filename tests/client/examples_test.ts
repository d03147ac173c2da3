/** The examples for Next.js and Deno, each of which books against a running server. Plain Node's is in npm_test.ts. */
import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { freePort, startServer, until } from "../journeys/server.ts";
import { runChild } from "../support/child_process.ts";

const EXAMPLES = new URL("../../client/examples/", import.meta.url);
const SECRET = `whsec_${btoa("a secret of the tests")}`;

Deno.test("the examples book", async (t) => {
  await using server = await startServer();
  const { key, origin, handle, freeClassId, paidClassId } = server.demo;
  const env = { ALERA_URL: server.url, ALERA_KEY: key, SITE: origin, HANDLE: handle, ALERA_WEBHOOK_SECRET: SECRET };
  const form = (classId: string, n: number) =>
    new URLSearchParams({ classId, name: `Jo ${n}`, email: `jo${n}@example.com`, phone: `555555020${n}` });

  await t.step("Next.js: route handlers, called as functions", async () => {
    for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
    const route = (path: string) => import(new URL(`nextjs/app/api/${path}/route.ts`, EXAMPLES).href);
    const post = (path: string, body: BodyInit, headers: HeadersInit = {}) =>
      new Request(`${origin}${path}`, {
        method: "POST",
        body,
        headers: { "x-forwarded-for": "203.0.113.9", ...headers },
      });
    const [classes, book, webhooks] = await Promise.all(["classes", "book", "webhooks"].map(route));

    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const listed = await classes.GET(new Request(`${origin}/api/classes?from=${day(0)}&to=${day(28)}`));
    assert.ok((await listed.json()).classes.some(({ id }: { id: string }) => id === paidClassId));
    assert.equal((await classes.GET(new Request(`${origin}/api/classes`))).status, 400);

    const paid = await book.POST(post("/api/book", form(paidClassId, 1)));
    assert.equal(paid.status, 303);
    assert.match(paid.headers.get("location"), /^http:\/\/[\d.]+:\d+\//);
    const refused = await book.POST(post("/api/book", new URLSearchParams({ classId: paidClassId })));
    assert.equal(refused.status, 400);
    assert.equal((await refused.json()).code, "invalid_request");

    const payload = '{"type":"ping"}';
    const signature = new Webhook(SECRET).sign("evt-1", new Date(), payload);
    const headers = { "webhook-id": "evt-1", "webhook-timestamp": String(Math.floor(Date.now() / 1000)) };
    const hook = (signed: string) => post("/api/webhooks", payload, { ...headers, "webhook-signature": signed });
    assert.equal((await webhooks.POST(hook(signature))).status, 204);
    assert.equal((await webhooks.POST(hook("v1,AAAA"))).status, 400);
  });

  await t.step("Deno: a server", async () => {
    const port = freePort();
    const file = new URL("deno/server.ts", EXAMPLES).pathname;
    const site = new Deno.Command(Deno.execPath(), {
      args: ["serve", "-A", "--config", new URL("../../deno.json", import.meta.url).pathname]
        .concat("--host", "127.0.0.1", "--port", String(port), file),
      env,
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      const url = `http://127.0.0.1:${port}/`;
      let html = "";
      await until(async () => (html = await fetch(url).then((one) => one.text(), () => "")) !== "");
      assert.match(html, new RegExp(`value="${paidClassId}"`));
      const booked = await fetch(url, { method: "POST", body: form(freeClassId, 2) });
      assert.match(await booked.text(), /You're booked/);
      const again = await fetch(url, { method: "POST", body: form(freeClassId, 2) });
      assert.equal(again.status, 409);
      await again.body?.cancel();
    } finally {
      site.kill("SIGTERM");
      await site.status;
    }
  });
});

Deno.test("JSR would take the package: its types are quick to read", async () => {
  const { code, err } = await runChild(Deno.execPath(), ["publish", "--dry-run", "--allow-dirty"], {
    cwd: new URL("../../client/", import.meta.url).pathname,
  });
  assert.equal(code, 0, err);
});
