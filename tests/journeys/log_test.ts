/** Where the log goes may fill up or stall. */
import assert from "node:assert/strict";
import { freePort, SOURCE_COMMAND, until } from "./server.ts";

/** A server whose standard output is what the shell makes of `output`, or a pipe that nobody reads. */
async function serving(output: string, work: (url: string, child: Deno.ChildProcess) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "alera-log-" });
  const port = freePort();
  const child = new Deno.Command("sh", {
    args: ["-c", `exec "$@" ${output}`, "sh", ...SOURCE_COMMAND, "serve"],
    env: {
      PORT: String(port),
      ALERA_SIMULATOR_PORT: String(freePort()),
      ALERA_ENV: "development",
      ALERA_DATABASE_URL: `file:${directory}/alera.db`,
      LOG_FORMAT: "json",
    },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let ended = false;
  const status = child.status.then((it) => (ended = true, it));
  try {
    const url = `http://127.0.0.1:${port}`;
    await until(() => ended ? Promise.reject(new Error("it ended")) : answers(`${url}/readyz`));
    await work(url, child);
    child.kill("SIGTERM");
    assert.equal((await status).code, 0);
  } finally {
    if (!ended) child.kill("SIGKILL");
    await status;
    if (!child.stdout.locked) await child.stdout.cancel();
    await Deno.remove(directory, { recursive: true });
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

/** More lines than a pipe holds. */
async function fill(url: string): Promise<void> {
  for (let n = 0; n < 40; n++) {
    const all = await Promise.all(Array.from({ length: 50 }, () => answers(`${url}/healthz`)));
    assert.ok(all.every(Boolean), "it no longer answers");
  }
}

Deno.test("a full disk under the log: requests are answered, and it ends as always", async () => {
  await serving("> /dev/full", (url) => fill(url));
});

Deno.test("a pipe that nobody reads: requests are answered, and it ends as always", async () => {
  await serving("", (url) => fill(url));
});
