/** A proxy before the simulated Stripe that makes nonsense of its answers, on the wire. */
import { createPayments } from "../../src/adapters/stripe.ts";
import { silentLog } from "./silent_log.ts";
import type { TestApp } from "./app.ts";

// deno-lint-ignore no-explicit-any
export type Json = any;

/** An answer by its request: what is to be sent in its place, a text as it is; undefined: the answer itself. */
export type Mangle = (request: { method: string; path: string; body: string }, answer: Json) => unknown;

/** From now on the app asks Stripe through it. Without `mangle` every answer passes. */
export function mangledStripe(t: TestApp) {
  const proxy = {
    mangle: undefined as Mangle | undefined,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const { method, headers } = request;
    const answer = await fetch(t.stripe.url + pathname + search, { method, headers, body: body || undefined });
    const text = await answer.text();
    const sent = answer.ok ? proxy.mangle?.({ method, path: pathname + search, body }, JSON.parse(text)) : undefined;
    const json = { "content-type": "application/json" };
    if (sent === undefined) return new Response(text, { status: answer.status, headers: json });
    return typeof sent === "string"
      ? new Response(sent, { headers: { "content-type": "text/html" } })
      : Response.json(sent);
  });
  Object.assign(
    t.ctx.payments,
    createPayments({
      secretKey: "sk_test_simulator",
      webhookSecrets: ["whsec_tests"],
      apiBase: `http://127.0.0.1:${server.addr.port}`,
      log: silentLog,
    }),
  );
  return proxy;
}

const HTML = "<!doctype html><title>502 Bad Gateway</title>";

/** What a proxy, a bug or a new version may answer in place of an object: by name, made from the true one. */
export function nonsense(required: Record<string, unknown[]>): [string, (object: Json) => unknown][] {
  return [
    ["a page", () => HTML],
    ["an empty object", () => ({})],
    ["a list of nothing", () => []],
    ["null", () => null],
    ["a word", () => '"ok"'],
    ...Object.entries(required).flatMap(([field, wrong]): [string, (object: Json) => unknown][] => [
      [`without ${field}`, ({ [field]: _, ...rest }) => rest],
      ...wrong.map((value): [string, (object: Json) => unknown] => [
        `${field}: ${JSON.stringify(value)}`,
        (object) => ({ ...object, [field]: value }),
      ]),
    ]),
  ];
}
