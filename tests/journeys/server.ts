/** A real server in a process of its own: the source under Deno, or a compiled binary. Only HTTP and signals reach it. */

import { endOf } from "../support/child_process.ts";

export interface RunningServer extends AsyncDisposable {
  url: string;
  simulatorUrl: string;
  directory: string;
  env: Record<string, string>;
  /** The sample studio's keys and ids. */
  // deno-lint-ignore no-explicit-any
  demo: any;
  process: Deno.ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Asks it to stop and answers its exit code. */
  stop(signal?: Deno.Signal): Promise<number>;
}

export interface ServerOptions {
  /** Where the database lives; a temporary directory, removed at the end, unless told. */
  directory?: string;
  /** With `PORT` it answers where another did before; free ports unless told. */
  env?: Record<string, string>;
  /** Command and its first arguments; this project's source unless told. */
  command?: string[];
  demo?: boolean;
}

const MAIN = new URL("../../src/main.ts", import.meta.url).pathname;
// `manual`: what is in node_modules is used as it is, without deno's lock on that directory, for which processes wait, and say so.
export const SOURCE_COMMAND = [Deno.execPath(), "run", "--quiet", "--node-modules-dir=manual", "-P", MAIN];

/** A port that was free a moment ago: below those that the system gives to whoever asks for any, or one of them would get it first. */
export function freePort(): number {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    try {
      Deno.listen({ port, hostname: "127.0.0.1" }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}

/** Starts it in development, with simulated Stripe and the sample studio, and waits until it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const directory = options.directory ?? await Deno.makeTempDir({ prefix: "alera-journey-" });
  const port = options.env?.PORT ?? freePort();
  const simulatorPort = options.env?.ALERA_SIMULATOR_PORT ?? freePort();
  const env = {
    PORT: String(port),
    ALERA_SIMULATOR_PORT: String(simulatorPort),
    ALERA_STOREFRONT_PORT: String(freePort()),
    ALERA_ENV: "development",
    ALERA_DATABASE_URL: `file:${directory}/alera.db`,
    ALERA_RATE_LIMITS: "off",
    ...options.env,
  };
  const [command, ...args] = options.command ?? SOURCE_COMMAND;
  const process = new Deno.Command(command, {
    args: [...args, "serve", ...(options.demo ?? true ? ["--demo"] : [])],
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let printed = "";
  const reading = [process.stdout, process.stderr].map((stream) =>
    stream.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({ write: (text) => void (printed += text) }))
  );
  const url = `http://localhost:${port}`;
  let ended = false;
  const status = process.status.then((it) => (ended = true, it));
  const stop = async (signal: Deno.Signal = "SIGTERM") => {
    if (!ended) process.kill(signal);
    const code = await endOf(process, () => printed, 30_000);
    await Promise.all(reading);
    return code;
  };
  const ready = until(async () => {
    if (ended) throw new Error(`the server ended:\n${printed}`);
    return (await fetch(`${url}/readyz`).then(
      async (answer) => (await answer.body?.cancel(), answer.ok),
      () => false,
    )) &&
      (!(options.demo ?? true) || printed.includes("All of it, automatically"));
  }, () => printed);
  // One that never gets ready is not left behind: the test would wait for it for ever.
  await ready.catch(async (error) => {
    if (!ended) process.kill("SIGKILL");
    await Promise.all([status, ...reading]);
    throw error;
  });
  return {
    url,
    simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
    directory,
    env,
    demo: options.demo ?? true ? JSON.parse(await Deno.readTextFile(`${directory}/demo.json`)) : null,
    process,
    output: () => printed,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      if (!options.directory) await Deno.remove(directory, { recursive: true });
    },
  };
}

/** Asks again and again, for 30 s at most. */
export async function until(isSo: () => Promise<boolean>, what: () => string = () => "it"): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited too long: ${what()}`);
}
