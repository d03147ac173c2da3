import assert from "node:assert/strict";
import { createWebhookSender } from "../../src/adapters/webhooks.ts";
import { startReceiver } from "../support/receiver.ts";
import { CERTIFICATE, KEY } from "../support/certificate.ts";

const request = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: `{"é":1}` });
const portOf = (url: string) => new URL(url).port;

Deno.test("a name that resolves into a private network at the time of a try is not connected to", async () => {
  await using receiver = startReceiver({ cert: CERTIFICATE, key: KEY });
  const url = `https://hooks.example:${portOf(receiver.url)}/x`;
  let asked = 0;
  // Public while it is looked at, private a moment later: DNS rebinding.
  const rebinding = () => Promise.resolve([asked++ === 0 ? "8.8.8.8" : "127.0.0.1"]);
  const guarded = createWebhookSender({ allowPrivate: false, resolve: rebinding, ca: CERTIFICATE });
  assert.equal(await guarded.findObjection(url), null);
  const answer = await guarded.send(request(url));
  assert.deepEqual(answer, { status: null, error: "The address lies in a private network." });
  assert.equal(receiver.received.length, 0);
  for (const found of [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"]]) {
    const sender = createWebhookSender({ allowPrivate: false, resolve: () => Promise.resolve(found), ca: CERTIFICATE });
    assert.equal((await sender.send(request(url))).error, "The address lies in a private network.");
  }
  // Without the guard the same request arrives, so it is the guard that stops it.
  const open = createWebhookSender({ allowPrivate: true, resolve: rebinding, ca: CERTIFICATE });
  assert.deepEqual(await open.send(request(url)), { status: 204, error: null });
  assert.equal(receiver.received.length, 1);
});

Deno.test("the connection goes to the address that was resolved, under the name's certificate and Host", async () => {
  await using receiver = startReceiver({ cert: CERTIFICATE, key: KEY });
  const port = portOf(receiver.url);
  const resolve = () => Promise.resolve(["127.0.0.1"]);
  const sender = createWebhookSender({ allowPrivate: true, resolve, ca: CERTIFICATE });
  const url = `https://hooks.example:${port}/path?q=1`;
  assert.deepEqual(await sender.send(request(url)), { status: 204, error: null });
  const [got] = receiver.received;
  assert.deepEqual([got.path, got.headers.host, got.body], ["/path?q=1", `hooks.example:${port}`, `{"é":1}`]);
  const other = await sender.send(request(`https://other.example:${port}/`));
  assert.deepEqual(other, { status: null, error: "The certificate is not valid." });
  const strict = createWebhookSender({ allowPrivate: true, resolve });
  assert.equal((await strict.send(request(url))).error, "The certificate is not valid.");
  assert.equal(receiver.received.length, 1);
});

Deno.test("http is refused where private networks are, and a name that can't be resolved has no answer", async () => {
  await using receiver = startReceiver();
  const guarded = createWebhookSender({ allowPrivate: false, resolve: () => Promise.resolve(["8.8.8.8"]) });
  assert.equal((await guarded.send(request(receiver.url))).error, "The address is not https.");
  for (const resolve of [() => Promise.resolve([]), () => Promise.reject(new Error("ENOTFOUND"))]) {
    const sender = createWebhookSender({ allowPrivate: true, resolve });
    assert.equal((await sender.send(request("http://x.example/"))).error, "The name could not be resolved.");
  }
});

Deno.test("a redirect is answered as it is, and of a long body only the beginning is read", async () => {
  await using receiver = startReceiver();
  const sender = createWebhookSender({ allowPrivate: true });
  receiver.answer = () => Response.redirect(`${receiver.url}/elsewhere`, 302);
  assert.deepEqual(await sender.send(request(receiver.url)), { status: 302, error: null });
  assert.equal(receiver.received.length, 1);

  let sent = 0;
  const stopped = Promise.withResolvers<void>();
  receiver.answer = () =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve)); // endless: only the reader ends it
          sent += 65536;
          controller.enqueue(new Uint8Array(65536));
        },
        cancel: () => stopped.resolve(),
      }),
    );
  assert.deepEqual(await sender.send(request(receiver.url)), { status: 200, error: null });
  await stopped.promise;
  assert.ok(sent < 50_000_000);
});

Deno.test("who does not answer, or never ends a head, is left in time", async () => {
  const sender = createWebhookSender({ allowPrivate: true, timeoutMs: 100 });
  await using receiver = startReceiver();
  const released = Promise.withResolvers<void>();
  receiver.answer = () => released.promise.then(() => new Response());
  const late = { status: null, error: "No answer within 15 seconds." };
  assert.deepEqual(await sender.send(request(receiver.url)), late);
  released.resolve();
  using silent = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const accepted = silent.accept();
  assert.deepEqual(await sender.send(request(`http://127.0.0.1:${silent.addr.port}/`)), late);
  (await accepted).close();
  using hung = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const cut = hung.accept().then((socket) => socket.close());
  assert.match((await sender.send(request(`http://127.0.0.1:${hung.addr.port}/`))).error!, /^(The c|No c)onnection/);
  await cut;
});
