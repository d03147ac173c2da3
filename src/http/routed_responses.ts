/** The way of every other request: through the router, with a request id, HEAD answered as GET, and bodies counted. */
import type { Context } from "../workflows/context.ts";
import { expectBody, forgetBody } from "./body.ts";
import type { Observe } from "./observe.ts";
import { requestIdOf } from "./request_id.ts";
import { refusal } from "./errors.ts";
import type { App, Env } from "./router.ts";

/** @returns a function that responds to any request */
export function createRoutedResponses(app: App, ctx: Context, observe: Observe) {
  return async (request: Request, peer: () => string): Promise<Response> => {
    const started = performance.now();
    const requestId = requestIdOf(request.headers);
    const env: Env["Bindings"] = { peer: peer(), requestId, head: request.method === "HEAD", seen: {} };
    const response = hasValidHost(request)
      ? await dispatch(app, request, env)
      : refusal("invalid_request", "The Host header is not a host.");
    response.headers.set("x-request-id", requestId);
    const { route = "none", providerId } = env.seen;
    const tookMs = performance.now() - started;
    observe({ at: ctx.clock.now(), requestId, route, status: response.status, tookMs, providerId });
    return response;
  };
}

/** The server builds the request's URL from the Host header, so the header must hold a host and nothing else. */
function hasValidHost(request: Request): boolean {
  return URL.canParse(request.url) && !/[/\\?#@]/.test(request.headers.get("host") ?? "");
}

async function dispatch(app: App, request: Request, env: Env["Bindings"]): Promise<Response> {
  if (env.head) return await dispatchHead(app, request, env);
  if (request.method === "GET") return await app.fetch(request, env);
  expectBody(request);
  try {
    return await app.fetch(request, env);
  } finally {
    forgetBody(request);
  }
}

/** Responds as to GET: Hono would drop the body, and the server would then declare a length of 0. */
async function dispatchHead(app: App, { url, headers }: Request, env: Env["Bindings"]): Promise<Response> {
  const response = await app.fetch(new Request(url, { headers }), env);
  if (!response.headers.has("content-disposition")) return response;
  // A download is a stream of unknown length, which nobody is going to read.
  await response.body?.cancel();
  return new Response(new Blob([]).stream(), response);
}
