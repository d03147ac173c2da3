/**
 * What the process holds under free bookings, as fast as it takes them, for five minutes (SOAK_SECONDS): it levels off, for nothing of ours
 * grows with the number of bookings. Prints what it held; docs/operating.md says what it is. `deno task soak:memory`
 */
import { load, requestBytes } from "../bench/load.ts";
import { ServedStudio } from "../journeys/studio.ts";
import { mostHeld, type Reading, readMemory } from "./memory_readings.ts";

const SECONDS = Number(Deno.env.get("SOAK_SECONDS") ?? 300);
const CONNECTIONS = 64;
const CLASSES = 300;
/** Measured: 363 MB. Under it the advice to give the process 1 GB holds. */
const MOST_MB = 512;
/** Of the last third, against the third before: a leak of 1 KB a booking would double it. */
const MOST_GROWTH = 1.15;

await using studio = await ServedStudio.open({ LOG_LEVEL: "error" });
const classes: string[] = [];
for (let n = 0; n < CLASSES; n++) classes.push(await studio.addClass(10_000, 0));

const readings: Reading[] = [];
let bookings = 0;
console.log("seconds  bookings  rss  heap  external (MB)");
for (let third = 0; third < 3; third++) {
  const until = performance.now() + SECONDS * 1000 / 3;
  for (let turn = 0; performance.now() < until; turn++) {
    const result = await load({
      port: Number(new URL(studio.url).port),
      connections: CONNECTIONS,
      seconds: Math.min(5, SECONDS / 3),
      request(connection, n) {
        const email = `p${third}-${turn}-${connection}-${n}@example.com`;
        const phone = String(5_000_000_000 + ((third * 1000 + turn) * CONNECTIONS + connection) * 10_000 + n);
        const who = JSON.stringify({ name: "Jo", email, phone });
        const headers = { "x-alera-key": studio.key, origin: "https://studio.example" };
        return requestBytes("POST", `/api/classes/${classes[(connection + n) % CLASSES]}/book`, headers, who);
      },
    });
    if (Object.keys(result.statuses).join() !== "200") throw new Error(JSON.stringify(result.statuses));
    bookings += result.statuses[200];
    const reading = await readMemory(studio.url);
    readings.push(reading);
    const seconds = Math.round(performance.now() / 1000);
    console.log(seconds, bookings, reading.rss, reading.heap, reading.external);
  }
}

const most = (from: number, to: number) => mostHeld(readings, from, to);
const [middle, last] = [most(1 / 3, 2 / 3), most(2 / 3, 1)];
const { code, says } = await studio.doctor();
console.log(`${bookings} bookings; at most ${most(0, 1)} MB; doctor: ${says.trim()}`);
if (code !== 0) throw new Error("the doctor found a breach");
if (most(0, 1) > MOST_MB) throw new Error(`${most(0, 1)} MB are more than ${MOST_MB}`);
if (last > middle * MOST_GROWTH) throw new Error(`it grew from ${middle} to ${last} MB`);
