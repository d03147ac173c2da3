import assert from "node:assert/strict";
import { journey } from "./journey.ts";
import { SOURCE_COMMAND, startServer } from "./server.ts";
import { runChild } from "../support/child_process.ts";

Deno.test("a customer's and an owner's whole day works over HTTP, and the doctor finds nothing", async () => {
  await using server = await startServer();
  const steps: string[] = [];
  await journey({ url: server.url, demo: server.demo, print: (line) => steps.push(line) });
  assert.equal(steps.length, 12, steps.join("\n"));
  const doctor = await runChild(SOURCE_COMMAND[0], [...SOURCE_COMMAND.slice(1), "doctor"], { env: server.env });
  assert.equal(doctor.code, 0, doctor.out);
  assert.equal(await server.stop(), 0, server.output());
});
