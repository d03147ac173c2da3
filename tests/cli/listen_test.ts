import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { SOURCE_COMMAND } from "../journeys/server.ts";
import { endOf } from "../support/child_process.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";
import { startReceiver } from "../support/receiver.ts";
import { person, studio } from "../support/studio.ts";

Deno.test("events are printed as they come, and forwarded, signed", async () => {
  await using shell = await openShell();
  await using t = await studio({ databasePath: `${shell.directory}/alera.db` });
  await using receiver = startReceiver();
  const secret = `whsec_${btoa("a secret of thirty-two characters")}`;
  await t.studio.addClass(); // before it listens
  const child = new Deno.Command(SOURCE_COMMAND[0], {
    args: [
      ...SOURCE_COMMAND.slice(1),
      "listen",
      t.studio.handle,
      "--json",
      "--forward",
      receiver.url,
      "--secret",
      secret,
    ],
    env: shell.env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await said.read();
  assert.match(value!, new RegExp(`^Listening to ${t.studio.handle}\\. Signed with whsec_`));
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(1));
  while (receiver.received.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  const out = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let printed = "";
  while (printed.split("\n").length <= 3) printed += (await out.read()).value;
  await out.cancel();
  child.kill("SIGINT");
  assert.equal(await endOf(child, () => ""), 0);
  await said.cancel();
  const lines = printed.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((one) => [one.type, one.forwarded]), [
    ["class.created", 204],
    ["client.created", 204],
    ["booking.confirmed", 204],
  ]);
  for (const [i, { headers, body }] of receiver.received.entries()) {
    assert.deepEqual((new Webhook(secret).verify(body, headers) as { data: unknown }).data, lines[i].data);
    assert.equal(headers["webhook-id"], lines[i].id);
  }
});

Deno.test("what it can't listen to is said in one line", async () => {
  await using shell = await openShell();
  endedWith(await shell.alera(["listen"]), 2, /HANDLE/);
  succeeded(await shell.alera(["migrate"]));
  endedWith(await shell.alera(["listen", "nobody"]), 2, /no provider nobody/);
  endedWith(await shell.alera(["listen", "nobody", "--forward", "localhost:3000"]), 2, /--forward/);
  endedWith(await shell.alera(["listen", "nobody", "--secret", "x"]), 2, /--secret/);
});
