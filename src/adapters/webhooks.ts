/**
 * Sends events over HTTP. The name is resolved here and the connection made to that very address, under the name's certificate: what was
 * checked is what is talked to, whatever the name resolves to a moment later.
 */
import { lookup } from "node:dns/promises";
import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { isIP } from "node:net";
import type { WebhookAnswer, WebhookRequest, WebhookSender } from "../ports/webhooks.ts";
import { isPublicAddress } from "./private_addresses.ts";

const TIMEOUT_MS = 15_000;
/** Of the response's body: it is thrown away, but its end lets the receiver finish in order. */
const MOST_READ = 1024;

const PRIVATE = "The address lies in a private network.";

export interface WebhookOptions {
  /** Whether http, and addresses in private networks, are allowed. */
  allowPrivate: boolean;
  /** For tests: another resolver, another patience, another root of trust. */
  resolve?: (host: string) => Promise<string[]>;
  timeoutMs?: number;
  ca?: string;
}

/** Sends to public addresses only, unless told otherwise. */
export function createWebhookSender(options: WebhookOptions): WebhookSender {
  const resolve = options.resolve ?? resolveHost;
  return {
    async findObjection(url) {
      const { protocol, hostname } = new URL(url);
      if (options.allowPrivate) return null;
      if (protocol !== "https:") return "Must be an https address.";
      const addresses = await within(resolve(bare(hostname)), TIMEOUT_MS).catch(() => []);
      return addresses.every(isPublicAddress) ? null : "Must not lead into a private network.";
    },
    async send(request) {
      const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
      const until = performance.now() + timeoutMs;
      const url = new URL(request.url);
      if (!options.allowPrivate && url.protocol !== "https:") return failed("The address is not https.");
      let addresses: string[];
      try {
        addresses = await within(resolve(bare(url.hostname)), timeoutMs);
      } catch {
        return failed("The name could not be resolved.");
      }
      if (addresses.length === 0) return failed("The name could not be resolved.");
      if (!options.allowPrivate && !addresses.every(isPublicAddress)) return failed(PRIVATE);
      return await post(request, url, addresses[0], until - performance.now(), options.ca);
    },
  };
}

const failed = (error: string): WebhookAnswer => ({ status: null, error });

/** Without the brackets of an IPv6 address. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

async function resolveHost(host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  const found = await lookup(host, { all: true });
  // IPv4 first: a machine without a way into IPv6 may resolve to it all the same.
  return found.sort((a, b) => a.family - b.family).map(({ address }) => address);
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => timer = setTimeout(reject, ms, new Error("too late")));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One request on a connection of its own to this address. */
function post(
  { headers, body }: WebhookRequest,
  url: URL,
  address: string,
  timeoutMs: number,
  ca?: string,
): Promise<WebhookAnswer> {
  const isTls = url.protocol === "https:";
  const length = new TextEncoder().encode(body).length;
  const options: RequestOptions = {
    host: address,
    port: url.port || (isTls ? 443 : 80),
    method: "POST",
    path: url.pathname + url.search,
    headers: { ...headers, host: url.host, "content-length": String(length), connection: "close" },
    agent: false,
    ...(isTls ? { servername: isIP(bare(url.hostname)) ? undefined : url.hostname, ca } : {}),
  };
  return new Promise((settle) => {
    let sent: ClientRequest | undefined;
    const end = (answer: WebhookAnswer) => {
      clearTimeout(timer);
      settle(answer);
      sent?.destroy();
    };
    const timer = setTimeout(() => end(failed("No answer within 15 seconds.")), Math.max(0, timeoutMs));
    try {
      sent = (isTls ? httpsRequest : httpRequest)(options, (response) => readStart(response, end));
      sent.on("error", (error) => end(failed(describe(error))));
      sent.end(body);
    } catch (error) {
      end(failed(describe(error)));
    }
  });
}

/** The status is the answer; of the body at most 1 KiB is read. */
function readStart(response: IncomingMessage, end: (answer: WebhookAnswer) => void): void {
  const answer = { status: response.statusCode ?? null, error: null };
  let read = 0;
  response.on("data", (chunk: Uint8Array) => {
    read += chunk.length;
    if (read > MOST_READ) end(answer);
  });
  response.on("end", () => end(answer));
  response.on("error", () => end(answer));
  response.on("close", () => end(answer));
}

/** In words; never the library's own, which may hold addresses. */
function describe(error: unknown): string {
  const code = String((error as { code?: unknown })?.code ?? "");
  if (code === "ECONNREFUSED") return "The connection was refused.";
  if (code === "ECONNRESET" || code === "EPIPE") return "The connection was closed.";
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)) return "The certificate is not valid.";
  return "No connection.";
}
