/** The other side of thread.ts: runs a statement at a time, or copies the file; `null` closes. `deno task compile` includes this file by name. */
import { parentPort, workerData } from "node:worker_threads";
import { Connection, READ_BUSY_MS } from "./connection.ts";
import type { ThreadAnswer, ThreadRequest } from "./thread.ts";

let connection: Connection | null = null;

async function answer(request: ThreadRequest): Promise<ThreadAnswer> {
  try {
    if (request === null) {
      connection?.close();
      return { rows: [] };
    }
    connection ??= new Connection(workerData, READ_BUSY_MS, "PRAGMA synchronous = FULL");
    if ("copyTo" in request) {
      await connection.copyTo(request.copyTo);
      return { rows: [] };
    }
    return { rows: connection.read(request.sql, request.args) };
  } catch (error) {
    return { error: (error as Error).message, code: (error as { code?: string }).code };
  }
}

parentPort!.on("message", async (request: ThreadRequest) => parentPort!.postMessage(await answer(request)));
