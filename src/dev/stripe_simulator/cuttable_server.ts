/** An HTTP server that can cut its clients off. */

/** The client's end of a connection. */
export interface Connection {
  /** Closes it with no answer that a client could take for one. */
  cut: () => Promise<void>;
  /** Aborts when it is closed, by either side. */
  gone: AbortSignal;
}

export interface CuttableServer {
  port: number;
  close(): Promise<void>;
}

/**
 * An HTTP server whose handler may close the client's connection instead of answering. `Deno.serve` has no way to do
 * that, so it sits behind a TCP relay that knows which connection a request came by.
 */
export function serveCuttable(
  { hostname, port }: { hostname: string; port: number },
  handler: (request: Request, connection: Connection) => Promise<Response>,
): CuttableServer {
  const connections = new Map<number, Connection>();
  const relays = new Set<Promise<void>>();
  const listener = Deno.listen({ hostname, port });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => {
      const connection = connections.get((remoteAddr as Deno.NetAddr).port);
      return connection ? handler(request, connection) : new Response(null, { status: 503 });
    },
  );

  async function relay(client: Deno.TcpConn): Promise<void> {
    let upstream: Deno.TcpConn;
    try {
      upstream = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
    } catch {
      return quietly(() => client.close());
    }
    const from = upstream.localAddr.port;
    const gone = new AbortController();
    const cut = async () => {
      // Deno's fetch silently repeats a body-less request when a kept-alive connection merely closes: the NUL, which
      // no answer starts with, makes it report the failure.
      await client.write(new Uint8Array(1)).catch(() => {});
      quietly(() => client.close());
    };
    connections.set(from, { gone: gone.signal, cut });
    quietly(() => client.setNoDelay(true));
    quietly(() => upstream.setNoDelay(true));
    const upward = client.readable.pipeTo(upstream.writable).catch(() => {});
    const downward = upstream.readable.pipeTo(client.writable).catch(() => {});
    // Whichever side ends first ends both: HTTP clients do not half-close.
    await Promise.race([upward, downward]);
    gone.abort();
    quietly(() => client.close());
    quietly(() => upstream.close());
    await Promise.all([upward, downward]);
    connections.delete(from);
  }

  const accepting = (async () => {
    for await (const client of listener) {
      const task = relay(client).finally(() => relays.delete(task));
      relays.add(task);
    }
  })();
  return {
    port: listener.addr.port,
    async close() {
      quietly(() => listener.close());
      await accepting;
      while (relays.size) {
        await Promise.all([...connections.values()].map(({ cut }) => cut()));
        await Promise.race(relays);
      }
      await server.shutdown();
    },
  };
}

/** Closing what is closed already is no fault here. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Closed by the other side.
  }
}
