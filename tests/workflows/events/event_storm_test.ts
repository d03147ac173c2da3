/** A storm of events while the process is killed over and over: none is lost. STORM_EVENTS says how many there are. */
import assert from "node:assert/strict";
import { findBreaches } from "../../../src/doctor/run.ts";
import { endOf } from "../../support/child_process.ts";
import { openDatabase } from "../../../src/db/open.ts";
import { type Received, startReceiver } from "../../support/receiver.ts";
import { studio } from "../../support/studio.ts";

const SCRIPT = new URL("../../support/event_storm.ts", import.meta.url);
/** A new customer's free booking is two. */
const CUSTOMERS = Number(Deno.env.get("STORM_EVENTS") ?? 2000) / 2;

/** @returns the ids of all events, and of those that arrived, and what the doctor says */
async function storm(customers: number, kills: number, careless = false) {
  const databasePath = `${await Deno.makeTempDir({ prefix: "alera-storm-" })}/alera.db`;
  await using receiver = startReceiver();
  const arrived = new Set<string>();
  const holding: { gate: Promise<unknown> | null; held: number } = { gate: null, held: 0 };
  receiver.answer = async (request: Received) => {
    receiver.received.length = 0;
    if (holding.gate) { // it comes to nothing: its sender is about to be killed
      holding.held++;
      await holding.gate;
      return new Response(null, { status: 503 });
    }
    arrived.add(request.headers["webhook-id"]);
    return new Response(null, { status: 204 });
  };
  const t = await studio({ databasePath, onFile: true, broken: true });
  const classId = await t.studio.addClass({ priceCents: 0, capacity: 10_000 });
  await t.studio.manage("POST", "webhook-endpoints", {
    url: receiver.url,
    types: ["client.created", "booking.confirmed"],
  });
  await t[Symbol.asyncDispose]();

  const start = () => {
    const args = ["run", "-A", "--no-check", SCRIPT.pathname, databasePath, t.studio.id, classId, String(customers)];
    return new Deno.Command(Deno.execPath(), {
      args: careless ? [...args, "careless"] : args,
      stdin: "null",
      stdout: "null",
      stderr: "inherit",
    }).spawn();
  };
  const until = async (come: () => boolean) => {
    while (!come()) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  for (let kill = 1; kill <= kills; kill++) {
    const child = start();
    await until(() => arrived.size >= customers * 2 * kill / (kills + 1));
    const released = Promise.withResolvers<void>();
    holding.gate = released.promise;
    await until(() => holding.held > 0);
    child.kill("SIGKILL");
    await child.status;
    holding.gate = null;
    holding.held = 0;
    released.resolve();
  }
  assert.equal(await endOf(start(), () => "", 300_000), 0);
  const db = await openDatabase({ url: `file:${databasePath}` });
  try {
    const events = await db.read<{ id: string }>(
      "SELECT id FROM events WHERE type IN ('client.created', 'booking.confirmed')",
    );
    return { events: events.map((one) => one.id), arrived, breaches: await findBreaches(db) };
  } finally {
    await db.close();
    await Deno.remove(databasePath.replace(/\/[^/]*$/, ""), { recursive: true });
  }
}

Deno.test("a storm of events with kill -9 in its midst loses none", async () => {
  const { events, arrived, breaches } = await storm(CUSTOMERS, 4);
  assert.equal(events.length, CUSTOMERS * 2);
  assert.deepEqual(events.filter((id) => !arrived.has(id)), []);
  assert.deepEqual(breaches, []);
});

Deno.test("control: noted as delivered before it is sent, the same storm loses some", async () => {
  const { events, arrived } = await storm(60, 1, true);
  assert.ok(events.some((id) => !arrived.has(id)), "the storm proves nothing");
});
