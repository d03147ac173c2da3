/** Free bookings over HTTP: durable when they are answered. */
import { CONNECTIONS, cpuOf, end, ORIGIN, startAlera, startScript } from "./processes.ts";
import { guest, load, type LoadResult, median, requestBytes } from "./load.ts";

const ROUNDS = Number(Deno.env.get("ROUNDS") ?? 7);
const BARE_SECONDS = 1;

/** Against a bare Deno.serve that reads the body and answers as many bytes, in turns. */
export async function bookings(directory: string, seconds: number): Promise<void> {
  const alera = await startAlera(directory);
  const service = { name: "Open floor", durationMin: 50, priceCents: 0, capacity: 10_000 };
  const { id: serviceId } = await alera.manage("services", service);
  const classes: string[] = [];
  for (let n = 0; n < 30; n++) classes.push(await alera.addClass(serviceId, n + 48));
  const headers = { "x-alera-key": alera.key, origin: ORIGIN };
  let turn = 0;
  const request = (connection: number, n: number) => {
    const classId = classes[(connection + n) % classes.length];
    return requestBytes(
      "POST",
      `/api/classes/${classId}/book`,
      headers,
      JSON.stringify(guest(connection, turn * 100_000 + n)),
    );
  };
  const book = (seconds: number) => (turn++, load({ port: alera.port, connections: CONNECTIONS, seconds, request }));
  const answer = await fetch(`${alera.url}/api/classes/${classes[0]}/book`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(guest(99, 1)),
  });
  const text = await answer.text();
  const bare = await startScript(
    directory,
    (port) => `
const body = ${JSON.stringify(text)};
Deno.serve({ port: ${port}, hostname: "127.0.0.1", onListen() {} }, async (request) => {
  if (request.method === "POST") JSON.parse(await request.text());
  return new Response(body, { headers: { "content-type": "application/json" } });
});`,
  );
  await book(2); // warms up
  const rounds: (LoadResult & { cpu: number; bare: number; ratio: number })[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const least = await load({ port: bare.port, connections: CONNECTIONS, seconds: BARE_SECONDS, request });
    const before = cpuOf(alera.process);
    const result = await book(seconds);
    const cpu = (cpuOf(alera.process) - before) * 1000 / result.count;
    if (Object.keys(result.statuses).join() !== "200") throw new Error(`refusals: ${JSON.stringify(result.statuses)}`);
    rounds.push({ ...result, cpu, bare: least.rate, ratio: result.rate / least.rate });
  }
  const middle = (of: (round: typeof rounds[number]) => number, digits: number) =>
    median(rounds.map(of)).toFixed(digits).padStart(8);
  console.log(`\nFree bookings over HTTP, durable, ${CONNECTIONS} connections, medians of ${ROUNDS} rounds`);
  console.log(`  bare Deno.serve, reads, answers as much ${middle((one) => one.bare, 0)} /s`);
  console.log(`  Alera                                   ${middle((one) => one.rate, 0)} /s`);
  console.log(`  ratio                                   ${middle((one) => one.ratio, 3)}   (promised: 0.07)`);
  console.log(`  p50                                     ${middle((one) => one.p50, 1)} ms`);
  console.log(`  p99                                     ${middle((one) => one.p99, 1)} ms (promised: 20)`);
  console.log(`  processor time of the server            ${middle((one) => one.cpu, 0)} µs a booking`);
  await end(bare.process);
  await end(alera.process);
}
