/** The processes of the benchmark: Alera with a studio, and what it is compared with. The server has one core, the load the other. */
import { freePort, until } from "../journeys/server.ts";

/** BENCH_MAIN: another version to be measured, on the same machine in the same minutes. */
const MAIN = () => Deno.env.get("BENCH_MAIN") ?? new URL("../../src/main.ts", import.meta.url).pathname;
const OPERATOR = "operator-token-of-the-benchmark";
export const ORIGIN = "https://studio.example";
export const CONNECTIONS = 64;

export const hasTool = (name: string) =>
  new Deno.Command("which", { args: [name], stdout: "null", stderr: "null" }).outputSync().success;
export const pinned = hasTool("taskset") && navigator.hardwareConcurrency > 1;

export function spawn(core: number, command: string[], env: Record<string, string> = {}): Deno.ChildProcess {
  const [program, ...args] = pinned ? ["taskset", "-c", String(core), ...command] : command;
  return new Deno.Command(program, { args, env, stdout: "null", stderr: "inherit" }).spawn();
}

export async function end(process: Deno.ChildProcess): Promise<void> {
  process.kill("SIGTERM");
  await process.status;
}

/** Milliseconds of processor time that a process has used; 0 where that can't be read. */
export function cpuOf(process: Deno.ChildProcess): number {
  try {
    const [, fields] = Deno.readTextFileSync(`/proc/${process.pid}/stat`).split(") ");
    const [user, system] = fields.split(" ").slice(11, 13).map(Number);
    return (user + system) * 10;
  } catch {
    return 0;
  }
}

/** A server of one's own, from the text of a script that listens on `port`. */
export async function startScript(directory: string, script: (port: number) => string) {
  const port = freePort();
  const file = await Deno.makeTempFile({ dir: directory, suffix: ".js" });
  await Deno.writeTextFile(file, script(port));
  const process = spawn(0, [Deno.execPath(), "run", "-A", file]);
  await answers(`http://127.0.0.1:${port}/`);
  return { port, process };
}

const answers = (url: string) =>
  until(() => fetch(url).then(async (answer) => (await answer.body?.cancel(), answer.ok), () => false));

export interface BenchServer {
  port: number;
  url: string;
  key: string;
  handle: string;
  process: Deno.ChildProcess;
  manage: (path: string, body: unknown) => Promise<{ id: string; key: string }>;
  /** A class in so many hours. */
  addClass: (serviceId: string, inHours: number) => Promise<string>;
}

export async function startAlera(directory: string, env: Record<string, string> = {}): Promise<BenchServer> {
  const port = freePort();
  const process = spawn(0, [Deno.execPath(), "run", "-A", MAIN(), "serve"], {
    PORT: String(port),
    ALERA_SIMULATOR_PORT: String(freePort()),
    ALERA_ENV: "development",
    ALERA_DATABASE_URL: `file:${directory}/alera.db`,
    ALERA_OPERATOR_TOKEN: OPERATOR,
    ALERA_RATE_LIMITS: "off",
    LOG_FORMAT: "json",
    ...env,
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/readyz`);
  const send = async (path: string, body: unknown, token: string) => {
    const answer = await fetch(`${url}/api/manage/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return await answer.json();
  };
  const handle = "bench-studio";
  const { ownerToken } = await send("providers", {
    handle,
    displayName: "Bench",
    email: "o@example.com",
    timezone: "UTC",
  }, OPERATOR);
  const manage = (path: string, body: unknown) => send(path, body, ownerToken);
  const { key } = await manage("api-keys", { label: "Bench", allowedOrigins: [ORIGIN] });
  const addClass = async (serviceId: string, inHours: number) => {
    const scheduledAt = new Date(Date.now() + inHours * 3_600_000).toISOString();
    return (await manage("classes", { serviceId, scheduledAt })).id;
  };
  return { port, url, key, handle, process, manage, addClass };
}
