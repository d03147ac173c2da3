import type { Reader } from "./database.ts";

/** Whether the database answers. Rejects when it does not. */
export async function ping(from: Reader): Promise<void> {
  await from.read("SELECT 1");
}
