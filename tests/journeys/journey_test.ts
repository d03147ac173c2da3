import { strictEqual as equal } from "node:assert";
import { journey } from "./journey.ts";
import { SOURCE_COMMAND, startServer } from "./server.ts";

Deno.test("a customer's and an owner's whole day works over HTTP, and the doctor finds nothing", async () => {
  await using server = await startServer();
  const steps: string[] = [];
  await journey({ url: server.url, demo: server.demo, print: (line) => steps.push(line) });
  equal(steps.length, 12, steps.join("\n"));
  const doctor = await new Deno.Command(SOURCE_COMMAND[0], {
    args: [...SOURCE_COMMAND.slice(1), "doctor"],
    env: server.env,
  }).output();
  equal(doctor.code, 0, new TextDecoder().decode(doctor.stdout));
  equal(await server.stop(), 0, server.output());
});
