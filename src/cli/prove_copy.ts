import type { Reader } from "../db/database.ts";
import { findBreaches } from "../doctor/run.ts";
import { Failed } from "./failed.ts";

/** A copy counts when the doctor finds nothing in it. What is under way, or overdue by now, is no breach. @throws Failed */
export async function proveCopy(copy: Reader): Promise<void> {
  const breaches = await findBreaches(copy);
  if (breaches.length === 0) return;
  const more = breaches.length > 1 ? ` (and ${breaches.length - 1} more)` : "";
  throw new Failed(`the doctor finds a breach in it: ${breaches[0]}${more}`);
}
