import assert from "node:assert/strict";
import { SOURCE_COMMAND, startServer } from "../journeys/server.ts";
import { endedWith, openShell } from "../support/cli.ts";

const SECRET = "the secret of production, which has 32 bytes";

const PRODUCTION = {
  ALERA_ENV: "production",
  ALERA_SECRET: SECRET,
  STRIPE_SECRET_KEY: "sk_live_topsecret",
  STRIPE_WEBHOOK_SECRET: "whsec_topsecret",
  STRIPE_API_BASE: "http://127.0.0.1:1",
  MAIL_TRANSPORT: "smtp",
  SMTP_URL: "smtp://user:topsecret@127.0.0.1:1",
};

Deno.test("production does not start without its secret, Stripe's keys and a way for mail to leave: one line, exit 2", async () => {
  await using shell = await openShell({ env: PRODUCTION });
  const refusals: [absent: string, line: RegExp][] = [
    ["ALERA_SECRET", /^alera: ALERA_SECRET is required/],
    ["STRIPE_SECRET_KEY", /^alera: STRIPE_SECRET_KEY is required in production/],
    ["STRIPE_WEBHOOK_SECRET", /^alera: STRIPE_WEBHOOK_SECRET is required/],
    ["MAIL_TRANSPORT", /^alera: MAIL_TRANSPORT must be smtp or resend/],
    ["SMTP_URL", /^alera: SMTP_URL is required/],
  ];
  const ended = await Promise.all(refusals.map(([absent]) => shell.alera(["serve"], { [absent]: "" })));
  for (const [i, [, line]] of refusals.entries()) {
    endedWith(ended[i], 2, line);
    assert.ok(!/topsecret|the secret of/.test(ended[i].err), ended[i].err);
  }
  assert.ok([...Deno.readDirSync(shell.directory)].length === 0, "nothing was opened");
});

Deno.test("production starts with them, simulates nothing, has no pages of development, and ends with 0 at SIGTERM and SIGINT", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    await using server = await startServer({ env: PRODUCTION, demo: false });
    const status = async (path: string) => {
      const answer = await fetch(`${server.url}${path}`);
      await answer.body?.cancel();
      return answer.status;
    };
    assert.equal(await status("/healthz"), 200);
    assert.equal(await status("/dev/mailbox"), 404);
    assert.equal(await server.stop(signal), 0, server.output());
    const log = server.output();
    for (const line of log.trim().split("\n")) JSON.parse(line);
    assert.match(log, /"event":"listening"/);
    assert.match(log, /"event":"stopping"/);
    assert.ok(!/stripe_simulated|topsecret|the secret of/.test(log), log);
    const files = [...Deno.readDirSync(server.directory)].map((entry) => entry.name);
    assert.ok(!files.includes("development-secret") && !files.includes("stripe-simulator.json"), files.join());
  }
});

Deno.test("a port that is taken, or a host that is none, stops the start with one line", async () => {
  await using shell = await openShell();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const [served, simulated, shown, host] = await Promise.all([
    shell.alera(["serve"], { PORT: String(port), LOG_LEVEL: "error" }),
    shell.alera(["serve"], { ALERA_SIMULATOR_PORT: String(port), LOG_LEVEL: "error" }),
    shell.alera(["serve", "--demo"], {
      ALERA_SIMULATOR_PORT: "0",
      ALERA_STOREFRONT_PORT: String(port),
      PORT: "0",
      LOG_LEVEL: "error",
    }),
    shell.alera(["serve"], { HOST: "203.0.113.1", ALERA_SIMULATOR_PORT: "0", LOG_LEVEL: "error" }),
  ]);
  endedWith(served, 2, new RegExp(`PORT ${port}: in use`));
  endedWith(simulated, 2, new RegExp(`ALERA_SIMULATOR_PORT ${port}: in use`));
  endedWith(shown, 2, new RegExp(`ALERA_STOREFRONT_PORT ${port}: in use`));
  endedWith(host, 2, /HOST 203\.0\.113\.1/);
});

Deno.test("the permission set of deno.json is enough to serve", async () => {
  await using server = await startServer({
    command: [SOURCE_COMMAND[0], "run", "--quiet", "--no-prompt", "-P", SOURCE_COMMAND.at(-1)!],
  });
  assert.equal((await (await fetch(`${server.url}/readyz`)).text()).length > 0, true);
  assert.equal(await server.stop(), 0, server.output());
  assert.ok(!/NotCapable|Requires/.test(server.output()), server.output());
});
