/** Stripe in development: the simulator of this process, or the one of a server that runs already. */
import { type Config, listening } from "../config.ts";
import { loopback } from "../domain/origins.ts";
import type { Log } from "../ports/log.ts";
import { besideDatabase } from "./beside_database.ts";
import { startStripeSimulator } from "./stripe_simulator/simulator.ts";

const SECRET_KEY = "sk_test_simulator";
const WEBHOOK_SECRET = "whsec_simulator";

export interface SimulatedStripe {
  /** In place of `config.stripe`. */
  settings: NonNullable<Config["stripe"]>;
  /** The simulator's pages; undefined when it is another server's. */
  url?: string;
  close(): Promise<void>;
}

/**
 * Starts the simulator.
 * @param options `alone`: a command beside a running server uses that server's simulator
 * @throws ConfigError when its port is in use
 */
export async function startSimulatedStripe(
  config: Config,
  log: Log,
  options: { alone: boolean },
): Promise<SimulatedStripe> {
  const settings = { secretKey: SECRET_KEY, webhookSecrets: [WEBHOOK_SECRET] };
  const known = `http://127.0.0.1:${config.simulatorPort}`;
  if (options.alone && await answers(known)) {
    return { settings: { ...settings, apiBase: known }, close: () => Promise.resolve() };
  }
  const simulator = await listening(`ALERA_SIMULATOR_PORT ${config.simulatorPort}`, () =>
    startStripeSimulator({
      secretKey: SECRET_KEY,
      webhookSecret: WEBHOOK_SECRET,
      own: config.stripeMode === "own",
      port: config.simulatorPort,
      webhookUrl: `http://${loopback(config.host)}:${config.port}/api/webhooks/stripe`,
      stateFile: besideDatabase(config, "stripe-simulator.json"),
    }));
  log.info("stripe_simulated", { url: simulator.url });
  return {
    settings: { ...settings, apiBase: simulator.url },
    url: simulator.url,
    close: () => simulator.close(),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/`)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** What an owner does at the onboarding address. */
export async function finishSimulatedOnboarding(url: string): Promise<void> {
  await (await fetch(url)).body?.cancel();
  await press(`${url}/finish`);
}

/** What a client does on the checkout page, or did then. */
export async function paySimulatedCheckout(url: string, atMs?: number): Promise<void> {
  await press(`${url}/pay${atMs === undefined ? "" : `?at=${Math.floor(atMs / 1000)}`}`);
}

async function press(action: string): Promise<void> {
  await (await fetch(action, { method: "POST", redirect: "manual" })).body?.cancel();
}
