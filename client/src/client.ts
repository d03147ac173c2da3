/** One function for each method; each throws AleraError. */
import type { Answer, Call, Input, Method, PathOf, Rest } from "./calls.ts";
import { AleraError } from "./error.ts";
import { pause, pauseBefore } from "./retry.ts";

/** Where the API is, and who asks. */
export interface AleraOptions {
  /** Of the server, such as `https://book.example.com`. */
  url: string;
  /** The studio's API key: a secret one on a server, a publishable one in a browser. */
  key?: string;
  /** The site's own, as it stands in the key's allowlist. A browser sends it by itself. */
  origin?: string;
  /** The owner's or the operator's token, for the management API. */
  token?: string;
  /** Tells the address of the visitor who is being served, where a call doesn't. From a site's server, with a secret key. */
  clientIp?: () => string | undefined;
  /** Tries after the first, of a request that may be repeated. 2 unless told. */
  retries?: number;
  /** The longest pause before a try, in milliseconds: a longer Retry-After is an error at once. 5000 unless told. */
  maxWaitMs?: number;
  /** How long one try may take, in milliseconds. 20000 unless told: longer than Stripe takes to make a payment page. */
  timeoutMs?: number;
  /** Instead of the runtime's own. */
  fetch?: typeof globalThis.fetch;
}

/** The API's calls, by method and path as its document has them. */
export interface Alera {
  get<P extends PathOf<"get">>(path: P, ...input: Rest<Input<"get", P>>): Promise<Answer<"get", P>>;
  post<P extends PathOf<"post">>(path: P, ...input: Rest<Input<"post", P>>): Promise<Answer<"post", P>>;
  patch<P extends PathOf<"patch">>(path: P, ...input: Rest<Input<"patch", P>>): Promise<Answer<"patch", P>>;
  delete<P extends PathOf<"delete">>(path: P, ...input: Rest<Input<"delete", P>>): Promise<Answer<"delete", P>>;
}

/** What the types made sure of, as it is sent. */
interface Given extends Call {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** A client for one studio. Each of its calls throws AleraError. */
export function createAlera(options: AleraOptions): Alera {
  const { retries = 2, maxWaitMs = 5000 } = options;
  async function call(method: Method, path: string, given: Given = {}): Promise<unknown> {
    const address = options.url.replace(/\/+$/, "") + filled(path, given.path) + queryOf(given.query);
    const request = requestOf(options, method, given);
    for (let tries = 1;; tries++) {
      try {
        return await ask(options, address, request, given.signal);
      } catch (error) {
        if (!(error instanceof AleraError)) throw error;
        const wait = pauseBefore(error, method, tries, { retries, maxWaitMs });
        if (wait === null) throw error;
        await pause(wait, given.signal);
      }
    }
  }
  const of = (method: Method) => (path: string, given?: Given) => call(method, path, given);
  return { get: of("get"), post: of("post"), patch: of("patch"), delete: of("delete") } as Alera;
}

function filled(path: string, values: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
}

function queryOf(values: Record<string, unknown> = {}): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `?${query}` : "";
}

/** Made once for all tries: they are one request, with one Idempotency-Key. */
function requestOf({ key, origin, token, clientIp }: AleraOptions, method: Method, given: Given): RequestInit {
  const headers = new Headers();
  const set = (name: string, value: string | undefined) => value && headers.set(name, value);
  set("x-alera-key", key);
  set("origin", origin);
  set("authorization", token && `Bearer ${token}`);
  set("x-alera-client-ip", given.clientIp ?? clientIp?.());
  set("x-customer-token", given.customerToken);
  if (method === "post") headers.set("idempotency-key", given.idempotencyKey ?? crypto.randomUUID());
  if (given.body !== undefined) headers.set("content-type", "application/json");
  return {
    method: method.toUpperCase(),
    headers,
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  };
}

/** @throws AleraError, or the signal's reason when it is aborted */
async function ask(
  { fetch = globalThis.fetch, timeoutMs = 20_000 }: AleraOptions,
  address: string,
  request: RequestInit,
  signal?: AbortSignal,
): Promise<unknown> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const stop = () => ending.abort(signal!.reason);
  const timer = setTimeout(() => ending.abort(new DOMException("The try took too long.", "TimeoutError")), timeoutMs);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const response = await fetch(address, { ...request, signal: ending.signal });
    if (response.status === 204) return undefined;
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    throw new AleraError(response.status, answer ?? {}, response.headers);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof AleraError ? error : new AleraError(0, {}, undefined, error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
