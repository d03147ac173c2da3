import type { Reader } from "../db/database.ts";
export async function findBreaches(_db: Reader): Promise<string[]> {
  return await Promise.resolve([]);
}
