/** A server that a studio's events are sent to: it keeps what comes, and answers as it is told. */

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Receiver extends AsyncDisposable {
  url: string;
  received: Received[];
  /** What it answers, by default 204. */
  answer: (request: Received) => Response | Promise<Response>;
}

export function startReceiver(options: { cert?: string; key?: string } = {}): Receiver {
  const tls = options.cert ? { cert: options.cert, key: options.key! } : {};
  const ended = new AbortController();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", signal: ended.signal, onListen() {}, ...tls },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const one = {
        path: pathname + search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      receiver.received.push(one);
      return await receiver.answer(one);
    },
  );
  const receiver: Receiver = {
    url: `${options.cert ? "https" : "http"}://127.0.0.1:${(server.addr as Deno.NetAddr).port}/hooks`,
    received: [],
    answer: () => new Response(null, { status: 204 }),
    async [Symbol.asyncDispose]() {
      ended.abort();
      await server.finished.catch(() => {});
    },
  };
  return receiver;
}
