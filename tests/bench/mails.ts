/** Mails keep up: how fast confirmations leave during a storm of bookings, and after it. */
import { freePort, until } from "../journeys/server.ts";
import { guest, load, requestBytes } from "./load.ts";
import { CONNECTIONS, cpuOf, end, ORIGIN, spawn, startAlera } from "./processes.ts";

const SINK = new URL("./mail_sink.ts", import.meta.url).pathname;
const STORM_SECONDS = 3;

export async function mails(directory: string): Promise<void> {
  const port = freePort();
  const sink = spawn(1, [Deno.execPath(), "run", "-A", SINK, String(port)]);
  await until(() => taken(port).then(() => true, () => false));
  const alera = await startAlera(directory, {
    MAIL_TRANSPORT: "smtp",
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: "a@example.com",
  });
  const service = { name: "Open floor", durationMin: 50, priceCents: 0, capacity: 10_000 };
  const classId = await alera.addClass((await alera.manage("services", service)).id, 200);
  const headers = { "x-alera-key": alera.key, origin: ORIGIN };
  const storm = await load({
    port: alera.port,
    connections: CONNECTIONS,
    seconds: STORM_SECONDS,
    request: (connection, n) =>
      requestBytes("POST", `/api/classes/${classId}/book`, headers, JSON.stringify(guest(connection, n))),
  });
  const during = await taken(port);
  const [started, cpu] = [performance.now(), cpuOf(alera.process)];
  while (await taken(port) < storm.count) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - started) / 1000;
  const backlog = storm.count - during;
  console.log(`\nMails of ${storm.count} bookings, SMTP to a server that takes them`);
  console.log(
    `  during ${storm.rate.toFixed(0)} bookings a second          ${
      (during / STORM_SECONDS).toFixed(0).padStart(8)
    } /s`,
  );
  console.log(
    `  after them, a backlog of ${backlog.toString().padEnd(8)}       ${
      (backlog / seconds).toFixed(0).padStart(8)
    } /s   (promised: 1000)`,
  );
  console.log(
    `  processor time of the server            ${
      ((cpuOf(alera.process) - cpu) * 1000 / backlog).toFixed(0).padStart(8)
    } µs a mail`,
  );
  await end(alera.process);
  await end(sink);
}

/** How many mails the sink has taken. */
async function taken(port: number): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const buffer = new Uint8Array(1024);
  await connection.read(buffer);
  await connection.write(new TextEncoder().encode("COUNT\r\n"));
  const read = await connection.read(buffer) ?? 0;
  return Number(new TextDecoder().decode(buffer.subarray(4, read)));
}
