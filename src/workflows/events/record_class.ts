/** What became of a class, in the transaction of its cause. */
import type { Tx } from "../../db/database.ts";
import { managedClassJson } from "../../domain/class_lists.ts";
import { type EventType, recordEvent } from "../../domain/events.ts";

/** @returns the class as JSON, as it is now */
export async function recordClassEvent(
  tx: Tx,
  type: EventType & `class.${string}`,
  providerId: string,
  classId: string,
  now: string,
): Promise<string> {
  const data = await managedClassJson(tx, providerId, classId);
  await recordEvent(tx, { providerId, clientId: null, type, data }, now);
  return data;
}
