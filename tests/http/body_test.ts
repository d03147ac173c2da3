import assert from "node:assert/strict";
import { readBody } from "../../src/http/body.ts";
import { errorResponse } from "../../src/http/errors.ts";
import { listen } from "../../src/cli/listener.ts";
import { until } from "../journeys/server.ts";
import { invalid, keepLog, refused, requestText, sendRaw } from "../support/http.ts";
import { silentLog } from "../support/silent_log.ts";
import { person, studio } from "../support/studio.ts";

Deno.test("a body that is not JSON is 400, whatever its content type", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const utf8 = new TextEncoder();
  const bodies: [string, BodyInit][] = [
    ["nothing", ""],
    ["a space", " "],
    ["a word", "hello"],
    ["half an object", '{"name": "Jane"'],
    ["two objects", "{}{}"],
    ["a comment", "{/* */}"],
    ["single quotes", "{'name':'Jane'}"],
    ["a trailing comma", '{"name":"Jane",}'],
    ["a bare control character", '{"name":"Ja\nne"}'],
    ["NaN", '{"amountCents":NaN}'],
    ["NUL bytes", "\0\0\0"],
    ["a form", "name=Jane&email=jane%40example.com"],
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d)],
    ["half a character", Uint8Array.of(0x22, 0xe2, 0x82, 0x22)],
    ["UTF-16", Uint8Array.from([...'{"a":1}'].flatMap((c) => [c.charCodeAt(0), 0]))],
    ["deep nesting that never ends", "[".repeat(60_000)],
  ];
  for (const [what, body] of bodies) {
    for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded", ""]) {
      const headers = { ...s.headers, ...(type ? { "content-type": type } : {}) };
      const got = await sendRaw(t, "POST", "/api/gift-cards/start", body, headers);
      assert.equal(got.status, 400, what);
      invalid(got, "");
    }
  }
  const good = { handle: s.handle, amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  for (const type of ["text/plain", "application/json; charset=utf-8", "application/vnd.x+json"]) {
    const headers = { ...s.headers, "content-type": type };
    assert.equal((await sendRaw(t, "POST", "/api/gift-cards/start", JSON.stringify(good), headers)).status, 200);
    const bytes = utf8.encode(`\ufeff  ${JSON.stringify(good)}\n`);
    assert.equal((await sendRaw(t, "POST", "/api/gift-cards/start", bytes, headers)).status, 200);
  }
});

Deno.test("64 KiB are a body, one byte more is 413, told or not", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = { handle: s.handle, amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const bytes = (length: number) => new TextEncoder().encode(JSON.stringify(card).padEnd(length));
  const stream = (length: number) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < length; at += 8192) controller.enqueue(bytes(length).subarray(at, at + 8192));
        controller.close();
      },
    });
  const headers = { ...s.headers, "content-type": "application/json" };
  const path = "/api/gift-cards/start";
  for (const body of [bytes, stream]) {
    assert.equal((await sendRaw(t, "POST", path, body(65_536), headers)).status, 200);
    refused(await sendRaw(t, "POST", path, body(65_537), headers), 413);
  }
  refused(await sendRaw(t, "POST", path, "{}", { ...headers, "content-length": "65537" }), 413);
  // Whoever may not ask is told that first.
  refused(await sendRaw(t, "POST", path, bytes(100_000), {}), 401);
  const owner = { authorization: `Bearer ${s.ownerToken}` };
  refused(await sendRaw(t, "POST", "/api/manage/services", bytes(65_537), owner), 413);
  refused(await sendRaw(t, "PATCH", "/api/manage/provider", bytes(65_537), owner), 413);
  refused(await sendRaw(t, "POST", "/api/tip/start", bytes(65_537)), 413);
  refused(await sendRaw(t, "POST", "/api/webhooks/stripe", new Uint8Array(1024 * 1024 + 1)), 413);
  // Chunks without a length, and without an end.
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
  refused(await sendRaw(t, "POST", "/api/webhooks/stripe", endless), 413);
});

Deno.test("a body that breaks off does nothing: no fault, and its Idempotency-Key is free", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const { studio: s } = t;
  const path = `/api/classes/${await s.addClass({ priceCents: 0 })}/book`;
  const body = JSON.stringify(person());
  const headers = { ...s.headers, "idempotency-key": "key-1" };
  const told = { "content-length": String(body.length) };
  const untold = { "transfer-encoding": "chunked" };
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const half = body.slice(0, 9);
  const requests = [
    requestText("POST", path, { ...headers, ...told }, half),
    requestText("POST", path, { ...headers, ...untold }, chunk(half)),
    requestText("POST", "/api/webhooks/stripe", told, half),
    requestText("POST", "/console/signin", { ...told, origin: "http://localhost:8000" }, half),
  ];
  const answered = () => log.lines.filter((one) => one.event === "request" && one.fields.status === 503).length;
  for (const [n, text] of requests.entries()) {
    {
      using socket = await Deno.connect({ port: Number(new URL(t.url).port) });
      await socket.write(new TextEncoder().encode(text));
      // Before it has begun, breaking off breaks nothing.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until(() => Promise.resolve(answered() === n + 1), () => `503 for ${text}\n${log.text()}`);
  }
  assert.deepEqual(log.lines.filter((one) => one.level === "error"), []);
  const again = await s.call("POST", path, body, { "idempotency-key": "key-1" });
  assert.deepEqual([again.status, again.headers.get("idempotent-replayed")], [200, null]);
  // Whoever still listens is told when to come again.
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("broken")) });
  const got = await sendRaw(t, "POST", path, broken, s.headers);
  refused(got, 503);
  assert.equal(got.headers.get("retry-after"), "1");
});

Deno.test("of large bodies 64 arrive at a time, and small ones wait for none of them", async () => {
  const MAX = 1024 * 1024;
  const ends: (() => void)[] = [];
  const read = (body: BodyInit, headers: Record<string, string> = {}) =>
    readBody(new Request("http://localhost", { method: "POST", body, headers }), MAX, 60_000);
  const hanging = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => void ends.push(() => controller.close()),
    });
  const arriving = Array.from({ length: 64 }, () => read(hanging()));
  await assert.rejects(read(hanging()), (error) => {
    const { status, headers } = errorResponse(error, "id", silentLog);
    assert.deepEqual([status, headers.get("retry-after")], [503, "5"]);
    return true;
  });
  assert.equal(await read("{}", { "content-length": "2" }), "{}");
  ends[0]();
  assert.equal(await arriving[0], "");
  const next = read(hanging());
  for (const end of ends) {
    try {
      end();
    } catch { /* it has ended */ }
  }
  await Promise.all([...arriving, next]);
  // Those that break off or are too large leave their places, too.
  for (let n = 0; n < 70; n++) {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error("broken")) });
    await assert.rejects(read(broken));
    await assert.rejects(read(new Uint8Array(MAX + 1)));
  }
  assert.equal(await read("{}"), "{}");
});

Deno.test("a body that trickles in is 408 in the end, told or not, and its connection is closed", async () => {
  const listener = listen({
    port: 0,
    hostname: "127.0.0.1",
    log: silentLog,
    answer: (request) =>
      readBody(request, 1000, 50).then((text) => new Response(text), (error) => errorResponse(error, "id", silentLog)),
  });
  for (const told of ["content-length: 10", "transfer-encoding: chunked"]) {
    using socket = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    const begun = `POST / HTTP/1.1\r\nhost: x\r\n${told}\r\n\r\n3\r\nabc\r\n`;
    await socket.write(new TextEncoder().encode(begun));
    const text = await new Response(socket.readable).text();
    assert.match(text, /^HTTP\/1\.1 408 /, told);
    assert.match(text, /took too long/);
  }
  await listener.shutdown();
});
