/** A small load generator: keep-alive connections that each send again as soon as they are answered. Loopback only. */

export interface LoadResult {
  /** Answers a second. */
  rate: number;
  /** All answers, those of the warming up too. */
  count: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  statuses: Record<number, number>;
}

export interface LoadOptions {
  port: number;
  connections: number;
  seconds: number;
  /** Runs this long before it counts. */
  warmUpSeconds?: number;
  /** The bytes of request `n` of a connection, head and body. */
  request: (connection: number, n: number) => Uint8Array;
}

const HEAD_END = new Uint8Array([13, 10, 13, 10]);

/** Closed loop over raw sockets: `fetch` would cost more than the server. */
export async function load(
  { port, connections, seconds, warmUpSeconds = 0, request }: LoadOptions,
): Promise<LoadResult> {
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  const decoder = new TextDecoder();
  const start = performance.now() + warmUpSeconds * 1000;
  const end = start + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async (_, connection) => {
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    socket.setNoDelay(true);
    let buffer = new Uint8Array(64 * 1024);
    try {
      for (let n = 0; performance.now() < end; n++) {
        const sent = performance.now();
        await writeAll(socket, request(connection, n));
        let filled = 0;
        let total = -1;
        while (total < 0 || filled < total) {
          if (filled === buffer.length) {
            const larger = new Uint8Array(buffer.length * 2);
            larger.set(buffer);
            buffer = larger;
          }
          const read = await socket.read(buffer.subarray(filled));
          if (read === null) throw new Error("the server closed the connection");
          filled += read;
          if (total < 0) {
            const headEnd = indexOf(buffer.subarray(0, filled), HEAD_END);
            if (headEnd >= 0) {
              const head = decoder.decode(buffer.subarray(0, headEnd));
              const length = /content-length: (\d+)/i.exec(head);
              total = headEnd + 4 + Number(length?.[1] ?? 0);
              const status = Number(head.slice(9, 12));
              statuses[status] = (statuses[status] ?? 0) + 1;
            }
          }
        }
        if (sent >= start) times.push(performance.now() - sent);
      }
    } finally {
      socket.close();
    }
  }));
  const took = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  return {
    rate: times.length / took,
    count: Object.values(statuses).reduce((sum, one) => sum + one, 0),
    p50: times[times.length >> 1],
    p99: times[Math.floor(times.length * 0.99)],
    statuses,
  };
}

async function writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  outer: for (let at = 0; at <= bytes.length - part.length; at++) {
    for (let i = 0; i < part.length; i++) if (bytes[at + i] !== part[i]) continue outer;
    return at;
  }
  return -1;
}

export function requestBytes(method: string, path: string, headers: Record<string, string>, body?: string): Uint8Array {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "host: localhost",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const payload = body === undefined ? "" : body;
  if (body !== undefined) {
    lines.push("content-type: application/json", `content-length: ${new TextEncoder().encode(payload).length}`);
  }
  return new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n${payload}`);
}

export const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Somebody new for each caller and number. */
export const guest = (caller: number, n: number) => ({
  name: "Jane Doe",
  email: `jane-${caller}-${n}@example.com`,
  phone: String(5_000_000_000 + caller * 10_000_000 + n),
});
