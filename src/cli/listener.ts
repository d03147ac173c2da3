/**
 * Accepts connections one by one, so that each has its limits: Deno.serve knows none, and ends for good when the process has no file
 * descriptor left (docs/decisions/0039).
 */
import type { Log } from "../ports/log.ts";
import { type OpenConnection, OpenConnections } from "./open_connections.ts";

/** More than a studio's customers need at a time; each takes some 10 KiB. */
const MOST = 4_096;
/** Descriptors that are left to the database and to Stripe once the system has refused one. */
const RESERVE = 64;
const LEAST = 64;
/** Who is told at a time that the server is full. */
const MOST_REFUSED = 16;
/** A listener that fails so often in a row is dead. */
const MOST_FAILURES = 50;
const PAUSE = 100;
/** A connection's descriptor comes back a moment after it was closed. */
const MAKING_ROOM = 5_000;

export type Answer = (request: Request, peer: string) => Promise<Response> | Response;

export interface ListenOptions {
  port: number;
  hostname: string;
  answer: Answer;
  log: Log;
  /** Connections at a time. */
  most?: number;
}

export interface Listener {
  addr: Deno.NetAddr;
  /** Open connections. */
  connections(): number;
  /** Takes nobody new, and ends each connection once what it asked for is answered. */
  shutdown(): Promise<void>;
  /** Why it ended, should it end by itself. */
  failed: Promise<Error>;
}

interface Served {
  finished: Promise<void>;
  shutdown(): Promise<void>;
}
type ServeConnection = (
  connection: Deno.TcpConn,
  signal: AbortSignal,
  answer: (request: Request) => Promise<Response> | Response,
  onError: () => Response,
  onListen: () => void,
) => Served;

/** What Deno.serve does with each of its connections; Deno has no public name for it. */
function runtimesServe(): ServeConnection | null {
  // deno-lint-ignore no-explicit-any
  const deno = Deno as any;
  return deno[deno.internal]?.serveHttpOnConnection ?? null;
}

/** @throws Deno.errors when it can't listen there */
export function listen(
  options: ListenOptions,
  serve: ServeConnection | null = runtimesServe(),
): Listener {
  return serve ? new LimitingListener(options, serve) : listenWithoutLimits(options);
}

class LimitingListener implements Listener {
  readonly #listener: Deno.TcpListener;
  readonly #open = new OpenConnections();
  readonly #served = new Map<OpenConnection, Served>();
  readonly #sweep: ReturnType<typeof setInterval>;
  #most: number;
  #refusing = 0;
  #madeRoomAt = -Infinity;
  #closing = false;
  readonly failed: Promise<Error>;

  constructor(readonly options: ListenOptions, readonly serve: ServeConnection) {
    const { port, hostname, most = MOST } = options;
    this.#most = most;
    this.#listener = Deno.listen({ port, hostname });
    this.#sweep = setInterval(() => this.#open.closeOverdue(performance.now()), 1_000);
    this.failed = new Promise((resolve) => this.#accept().catch(resolve));
  }

  get addr(): Deno.NetAddr {
    return this.#listener.addr as Deno.NetAddr;
  }

  connections(): number {
    return this.#open.size;
  }

  async shutdown(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#sweep);
    this.#listener.close();
    await Promise.all([...this.#served.values()].map((served) => served.shutdown()));
  }

  async #accept(): Promise<void> {
    for (let failures = 0;;) {
      try {
        const connection = await this.#listener.accept();
        failures = 0;
        this.#take(connection);
      } catch (error) {
        if (this.#closing) return;
        if (isExhausted(error)) this.#makeRoom();
        else if (++failures === MOST_FAILURES) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  /** The system has no descriptor left: as many connections are too many, and some go, for what else needs one. */
  #makeRoom(): void {
    const now = performance.now();
    if (now - this.#madeRoomAt < MAKING_ROOM) return;
    this.#madeRoomAt = now;
    const open = this.#open.size;
    this.#most = Math.max(LEAST, open + this.#refusing - RESERVE);
    while (this.#open.size > this.#most && this.#open.closeLongestIdle());
    this.options.log.warn("too_many_open_files", { connections: open, most: this.#most });
  }

  #take(connection: Deno.TcpConn): void {
    if (this.#open.size >= this.#most && !this.#open.closeLongestIdle()) return void this.#refuse(connection);
    const { hostname } = connection.remoteAddr as Deno.NetAddr;
    const ending = new AbortController();
    const open = this.#open.add(() => abort(ending), performance.now());
    const served = this.serve(
      connection,
      ending.signal,
      (request) => this.#answer(open, request, hostname),
      internalError,
      () => {},
    );
    this.#served.set(open, served);
    const ended = () => (this.#open.remove(open), void this.#served.delete(open));
    served.finished.then(ended, ended);
  }

  #answer(open: OpenConnection, request: Request, peer: string): Promise<Response> | Response {
    this.#open.begin(open);
    try {
      const answer = this.options.answer(request, peer);
      if (!(answer instanceof Response)) return this.#later(open, answer);
      this.#open.end(open, performance.now());
      return answer;
    } catch (error) {
      this.#open.end(open, performance.now());
      throw error;
    }
  }

  async #later(open: OpenConnection, answer: Promise<Response>): Promise<Response> {
    try {
      const response = await answer;
      return response.headers.has("content-disposition") ? this.#watched(open, response) : response;
    } finally {
      this.#open.end(open, performance.now());
    }
  }

  /** A download may take its time as long as it is being read. */
  #watched(open: OpenConnection, response: Response): Response {
    const transform = (chunk: Uint8Array, controller: TransformStreamDefaultController<Uint8Array>) => {
      this.#open.touch(open, performance.now());
      controller.enqueue(chunk);
    };
    return new Response(response.body?.pipeThrough(new TransformStream({ transform })), response);
  }

  /** Everybody is being answered. Of many who come then, most are let fall. */
  async #refuse(connection: Deno.TcpConn): Promise<void> {
    if (this.#refusing < MOST_REFUSED) {
      this.#refusing++;
      // Closed with what it sent unread, it would lose the answer: one read, and not for long.
      const late = setTimeout(() => close(connection), 1_000);
      await connection.read(new Uint8Array(16_384)).catch(() => null);
      await connection.write(FULL).catch(() => 0);
      clearTimeout(late);
      this.#refusing--;
    }
    close(connection);
  }
}

/**
 * A connection that has just ended by itself is gone before we hear of it: Deno's own listener then throws where nobody can catch it,
 * and the process would end.
 */
function abort(ending: AbortController): void {
  const overlookGone = (event: ErrorEvent) => {
    if (event.error instanceof Deno.errors.BadResource) event.preventDefault();
  };
  addEventListener("error", overlookGone);
  try {
    ending.abort();
  } finally {
    removeEventListener("error", overlookGone);
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch { /* it was closed */ }
}

const FULL_BODY = '{"error":"The server is full. Try again in a moment."}';
const FULL = new TextEncoder().encode(
  "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\nretry-after: 1\r\nconnection: close\r\n" +
    `content-length: ${FULL_BODY.length}\r\n\r\n${FULL_BODY}`,
);

/** No descriptor or no memory is left, in this process or in the system. */
function isExhausted(error: unknown): boolean {
  return error instanceof Error && /\(os error (12|23|24|55|105)\)/.test(error.message);
}

function internalError(): Response {
  return new Response('{"error":"Something went wrong on our side."}', {
    status: 500,
    headers: { "content-type": "application/json" },
  });
}

/** For a Deno that has renamed what the limits need. */
function listenWithoutLimits({ port, hostname, answer, log }: ListenOptions): Listener {
  const hint = "this Deno can't limit connections: put a proxy with time limits in front";
  log.warn("no_connection_limits", { deno: Deno.version.deno, hint });
  const server = Deno.serve(
    { port, hostname, onListen() {}, onError: internalError },
    (request, info) => answer(request, info.remoteAddr.hostname),
  );
  const failed = new Promise<Error>((resolve) => server.finished.catch(resolve));
  return { addr: server.addr, connections: () => 0, shutdown: () => server.shutdown(), failed };
}
