/** The backup that is due by the clock. */
import { codeOf } from "../../domain/errors.ts";
import type { Backups } from "../../ports/backups.ts";
import type { Context } from "../context.ts";

/** Makes one when the newest is too old, or of none. A failure is logged: the caller asks again. @returns whether one was made */
export async function backUp(backups: Backups, { clock, log }: Pick<Context, "clock" | "log">): Promise<boolean> {
  const now = clock.now();
  try {
    const newest = await backups.newestAt(now);
    if (newest !== null && now - newest < backups.every) return false;
    const made = await backups.make(now);
    log.info(made ? "backup_made" : "backup_given_up");
    return made;
  } catch (error) {
    log.error("backup_failed", { code: codeOf(error), reason: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

/** Seconds since the newest backup that counts was made; infinite when there is none, or when none can be seen. */
export async function backupAge(backups: Backups, { clock }: Pick<Context, "clock">): Promise<number> {
  const now = clock.now();
  const newest = await backups.newestAt(now).catch(() => null);
  return newest === null ? Infinity : (now - newest) / 1000;
}
