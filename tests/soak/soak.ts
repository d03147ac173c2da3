/**
 * Ten minutes (SOAK_SECONDS) of a studio's day on a real server: lists, bookings free and paid, cancellations with refunds, waitlists, the
 * customer's and the owner's views. Memory and latency stay flat, nothing fails, and the doctor finds nothing. `deno task soak`
 */
import { type Answer, person, ServedStudio } from "../journeys/studio.ts";
import { mostHeld, type Reading, readMemory } from "./memory_readings.ts";

const SECONDS = Number(Deno.env.get("SOAK_SECONDS") ?? 600);
const VISITORS = 16;
/** Between two requests of a visitor: the same load at any machine, so that a slower one is no finding. */
const PAUSE_MS = 100;
const CLASSES = 60;
/** Of the last third, against the third before. */
const MOST_GROWTH = 1.15;
/** The same, of the quicker half's median, beside that of MEASURE: others may slow the machine. And so many ms are no finding. */
const MOST_SLOWER = 1.5;
const NO_FINDING_MS = 2;

/** It does the same however much there is. */
const MEASURE = "healthz";

type Visit = (studio: ServedStudio, n: number) => Promise<Answer | void>;

await using studio = await ServedStudio.open({ LOG_LEVEL: "error", ALERA_RATE_LIMITS: "off" });
const free: string[] = [];
const paid: string[] = [];
for (let n = 0; n < CLASSES; n++) {
  free.push(await studio.addClass(10_000, 0));
  paid.push(await studio.addClass(10_000, 2000));
}
const full = await studio.addClass(1, 0);
await studio.book(full, person(0));
const { customerToken } = await studio.buyPack(person(1), 5);
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const cancel = ({ enrollmentId, cancelToken }: { enrollmentId: string; cancelToken: string }) =>
  studio.call("POST", `/api/enrollments/${enrollmentId}/cancel`, { cancelToken });

const VISITS: Record<string, Visit> = {
  [MEASURE]: (s) => s.call("GET", "/healthz"),
  list: (s) => s.tenant("GET", `/api/classes?handle=${s.handle}&from=${day(0)}&to=${day(14)}`),
  detail: (s, n) => s.tenant("GET", `/api/classes/${free[n % CLASSES]}`),
  book: (s, n) => s.book(free[n % CLASSES], person(n)),
  book_and_cancel: async (s, n) => await cancel((await s.book(free[n % CLASSES], person(n))).body),
  pay_and_cancel: async (s, n) => {
    const { body } = await s.book(paid[n % CLASSES], person(n));
    await s.stripe.pay(body.checkoutSessionId);
    await s.stripe.deliver();
    return await cancel(body);
  },
  wait: (s, n) => s.tenant("POST", `/api/classes/${full}/waitlist`, person(n % 500 + 2)),
  me: (s) => s.call("GET", "/api/customer/me", undefined, { "x-customer-token": customerToken }),
  roster: async (s) => void await s.manage("GET", `classes/${paid[0]}/roster`),
  clients: async (s) => void await s.manage("GET", "clients?limit=50"),
};
const ORDER = [
  MEASURE,
  "list",
  "book",
  "detail",
  "list",
  "book_and_cancel",
  "me",
  "list",
  "wait",
  "pay_and_cancel",
  "roster",
  "clients",
];

interface Measured {
  at: number;
  what: string;
  ms: number;
}
const measured: Measured[] = [];
const refused = new Map<string, number>();
const readings: Reading[] = [];
const begun = performance.now();
const until = begun + SECONDS * 1000;

async function visit(visitor: number): Promise<void> {
  for (let n = 0; performance.now() < until; n++) {
    const what = ORDER[(visitor + n) % ORDER.length];
    const asked = performance.now();
    const answer = await VISITS[what](studio, 1000 + n * VISITORS + visitor);
    measured.push({ at: (asked - begun) / 1000 / SECONDS, what, ms: performance.now() - asked });
    if (answer && answer.status !== 200) {
      const which = `${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`;
      refused.set(which, (refused.get(which) ?? 0) + 1);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function watch(): Promise<void> {
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(5000, SECONDS * 1000 / 30)));
    readings.push(await readMemory(studio.url));
  }
}

await Promise.all([watch(), ...Array.from({ length: VISITORS }, (_, visitor) => visit(visitor))]);

/** The time within which a part of the requests of one kind was answered, ms. */
function within(part: number, what: string, third: number): number {
  const of = measured.filter((one) => one.what === what && Math.floor(one.at * 3) === third).map(({ ms }) => ms);
  return of.toSorted((a, b) => a - b)[Math.floor(of.length * part)];
}

const found = [...refused].map(([which, times]) => `${which}, ${times} times`);
console.log("ms, of the first, second and last third: p25; p50; p99 of the last");
for (const what of Object.keys(VISITS)) {
  const [p25, p50] = [0.25, 0.5].map((part) => [0, 1, 2].map((third) => within(part, what, third)));
  const text = (values: number[]) => values.map((ms) => ms.toFixed(1).padStart(7)).join("");
  console.log(`${what.padEnd(16)}${text(p25)};${text(p50)};${text([within(0.99, what, 2)])}`);
  const [, middle, last] = p25;
  const slower = Math.max(1, within(0.25, MEASURE, 2) / within(0.25, MEASURE, 1));
  if (last > middle * MOST_SLOWER * slower + NO_FINDING_MS) {
    found.push(`${what} got slower: ${middle.toFixed(1)} ms, then ${last.toFixed(1)} ms`);
  }
}
const [middle, last] = [mostHeld(readings, 1 / 3, 2 / 3), mostHeld(readings, 2 / 3, 1)];
if (last > middle * MOST_GROWTH) found.push(`memory grew from ${middle} to ${last} MB`);
const { code, says } = await studio.doctor();
if (code !== 0) found.push(`doctor: ${says}`);
console.log(
  `${measured.length} visits; at most ${
    mostHeld(readings, 0, 1)
  } MB, ${middle} and ${last} in the last thirds; doctor: ${says.trim()}`,
);
if (found.length > 0) throw new Error(found.join("\n")); // the server ends with it
