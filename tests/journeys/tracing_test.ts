/** OpenTelemetry through Deno: a server in a process of its own, and a collector that keeps what it is sent. */
import assert from "node:assert/strict";
import { until } from "./server.ts";
import { person, ServedStudio } from "./studio.ts";

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  attributes: Record<string, string>;
  failed: boolean;
}

/** A collector that speaks OTLP over HTTP, in JSON. */
class Collector implements AsyncDisposable {
  readonly spans: Span[] = [];
  /** All that was sent, of whatever kind. */
  text = "";
  readonly #server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const text = await request.text();
    this.text += text;
    if (new URL(request.url).pathname === "/v1/traces") this.#keep(JSON.parse(text));
    return Response.json({});
  });

  // deno-lint-ignore no-explicit-any
  #keep({ resourceSpans }: any): void {
    for (const { scopeSpans } of resourceSpans) {
      for (const one of scopeSpans.flatMap((scope: { spans: unknown[] }) => scope.spans)) {
        // deno-lint-ignore no-explicit-any
        const attributes = one.attributes.map(({ key, value }: any) => [key, String(Object.values(value)[0])]);
        this.spans.push({ ...one, attributes: Object.fromEntries(attributes), failed: one.status?.code === 2 });
      }
    }
  }

  named(name: string): Span[] {
    return this.spans.filter((one) => one.name === name);
  }

  environment(): Record<string, string> {
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.#server.addr.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "100",
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

Deno.test("with OTEL_DENO a booking is a trace: its route, its writes, its call to Stripe, and nothing personal or secret", async () => {
  await using collector = new Collector();
  await using studio = await ServedStudio.open({ OTEL_DENO: "true", ...collector.environment() });
  const classId = await studio.addClass(2, 2000);
  const who = person(1);
  const booked = await studio.book(classId, who);
  assert.equal(booked.status, 200);
  await studio.stripe.pay(booked.body.checkoutSessionId);
  const { customerToken } = await studio.buyPack(person(2), 3);
  const { body } = await studio.call("GET", `/api/customer/me?token=${customerToken}`);
  await studio.call("GET", new URL(body.calendarFeedUrl).pathname);
  await studio.call("GET", `/api/customer/me?token=${customerToken}x`);
  await studio.call("GET", `/${who.email}?email=${who.email}`);

  const ROUTES = ["POST /api/classes/:id/book", "GET /api/customer/me", "GET /api/cal/:token", "none"];
  const isThere = () => Promise.resolve([...ROUTES, "mail send"].every((name) => collector.named(name).length > 0));
  await until(isThere, () => collector.spans.map((one) => one.name).join("\n"));
  await studio.server.stop();

  const [request] = collector.named("POST /api/classes/:id/book");
  const children = collector.spans.filter((one) => one.parentSpanId === request.spanId);
  assert.deepEqual(children.map((one) => one.name).sort(), ["db.write", "db.write", "stripe create_checkout"]);
  assert.ok(children.every((one) => one.traceId === request.traceId && !one.failed));
  assert.equal(request.attributes["http.route"], "/api/classes/:id/book");
  assert.equal(request.attributes["http.response.status_code"], "200");

  for (
    const secret of [
      who.email,
      who.name,
      who.phone,
      "example.com",
      studio.key,
      studio.ownerToken,
      customerToken,
      booked.body.cancelToken,
      /cal\/(.*)\.ics/.exec(body.calendarFeedUrl)![1],
      classId,
      "sk_test",
      "whsec",
    ]
  ) assert.ok(!collector.text.includes(secret), `a trace holds ${secret}`);
});

Deno.test("a call that fails is a span that says so, by its code alone", async () => {
  await using collector = new Collector();
  await using studio = await ServedStudio.open({ OTEL_DENO: "true", ...collector.environment() });
  const who = person(1);
  const message = `Invalid email address: ${who.email}`;
  studio.stripe.fail({
    route: "POST /v1/checkout/sessions",
    status: 400,
    error: { type: "invalid_request_error", code: "email_invalid", message },
  });
  const paid = await studio.addClass(2, 2000);
  const full = await studio.addClass(1, 0);
  assert.equal((await studio.book(paid, who)).status, 502);
  studio.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "drop", times: 3 });
  assert.equal((await studio.book(paid, who)).status, 502);
  assert.equal((await studio.book(full, who)).status, 200);
  assert.equal((await studio.book(full, person(2))).status, 409);
  await until(() => Promise.resolve(collector.named("POST /api/classes/:id/book").length === 4));
  await studio.server.stop();

  const calls = collector.named("stripe create_checkout").filter((one) => one.failed);
  assert.deepEqual(calls.map((one) => one.attributes["error.type"]), ["email_invalid", "PaymentsError"]);
  const refused = collector.named("db.write").find((one) => one.attributes["error.type"] === "class_full")!;
  assert.equal(refused.failed, false);
  // The runtime's own spans of failed calls would have the address in the text of their errors.
  for (const secret of [who.email, "/v1/checkout"]) assert.ok(!collector.text.includes(secret), secret);
});

Deno.test("without OTEL_DENO nothing is sent, and nothing of OpenTelemetry is loaded", async () => {
  await using collector = new Collector();
  await using studio = await ServedStudio.open(collector.environment());
  assert.equal((await studio.book(await studio.addClass(1, 0), person(1))).status, 200);
  await studio.server.stop();
  assert.equal(collector.text, "");
  const loading = await filesWith(/^import (?!type)[^;]*"[^"]*(@opentelemetry\/api|\/tracing\.ts|\/trace\.ts)";/m);
  assert.deepEqual(loading, ["src/adapters/tracing.ts"]);
  assert.deepEqual(await filesWith(/import\("[^"]*\/(tracing|trace)\.ts"\)/), ["src/cli/trace.ts", "src/cli/wire.ts"]);
});

async function filesWith(pattern: RegExp, directory = "src"): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(`../../${directory}/`, import.meta.url))) {
    const path = `${directory}/${name}`;
    if (isDirectory) found.push(...await filesWith(pattern, path));
    else if (path.endsWith(".ts") && pattern.test(await Deno.readTextFile(new URL(`../../${path}`, import.meta.url)))) {
      found.push(path);
    }
  }
  return found.sort();
}
