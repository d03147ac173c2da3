import assert from "node:assert/strict";
import { startStripeSimulator } from "../../../src/dev/stripe_simulator/simulator.ts";
import { SECRET, sessionParams, types, world } from "./world.ts";

Deno.test("a restart keeps sessions, accounts, keys and events that were not delivered", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const stateFile = `${folder}/stripe.json`;
    let id: string;
    let account: string;
    {
      await using w = await world({ stateFile });
      account = w.account;
      id = (await w.session({}, "kept")).id;
      await w.sim.payLater(id);
    }
    await using w = await world({ stateFile });
    const again = await w.stripe.checkout.sessions.create(sessionParams(w.clock.now), {
      stripeAccount: account,
      idempotencyKey: "kept",
    });
    assert.equal(again.id, id);
    await w.sim.bankSucceeds(id);
    assert.equal(await w.sim.deliver(), 2);
    await w.sim.close();
    assert.deepEqual([...Deno.readDirSync(folder)].map((entry) => entry.name), ["stripe.json"]);
    Deno.writeTextFileSync(stateFile, "{");
    await assert.rejects(
      startStripeSimulator({ webhookSecret: SECRET, stateFile }),
      /delete it to start with an empty one/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an event whose delivery a crash cut short is sent again", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [running, crashed] = [`${folder}/new/running.json`, `${folder}/crashed.json`];
    const gate = Promise.withResolvers<void>();
    let text = "";
    {
      await using w = await world({ stateFile: running, autoDeliver: true });
      w.box.onEvent = () => gate.promise;
      await w.sim.pay((await w.session()).id);
      while (!text.includes('"delivering"')) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        text = await Deno.readTextFile(running).catch(() => "");
      }
      gate.resolve();
    }
    Deno.writeTextFileSync(crashed, text);
    await using w = await world({ stateFile: crashed, autoDeliver: true });
    await w.sim.drain();
    assert.deepEqual(types(w.box.events), ["checkout.session.completed"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
