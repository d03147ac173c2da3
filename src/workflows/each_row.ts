/** Rows that a job has found due: each is handled by itself, and one that fails stops no other, of whatever studio. */
import { codeOf, DomainError } from "../domain/errors.ts";
import { DAY, HOUR, MINUTE } from "../domain/time.ts";
import { PaymentsError } from "../ports/payments.ts";
import type { Context } from "./context.ts";

/**
 * Handles each row; what throws is logged and put off by itself.
 * @param width so many are handled at a time
 * @throws what a putting-off threw first, once all rows were handled: the job sleeps then
 */
export async function handleEachRow<R extends { id: string }>(
  ctx: Context,
  { job, rows, width }: { job: string; rows: R[]; width: number },
  handle: (row: R) => Promise<unknown>,
  putOff: (row: R) => Promise<unknown>,
): Promise<void> {
  const queue = [...rows];
  const lost: unknown[] = [];
  await Promise.all(Array.from({ length: Math.min(width, queue.length) }, async () => {
    for (let row = queue.shift(); row; row = queue.shift()) {
      const one = row;
      await handle(one).catch((error) => {
        logFailure(ctx, job, one.id, error);
        return putOff(one);
      }).catch((error) => lost.push(error));
    }
  }));
  if (lost.length > 0) throw lost[0];
}

/** Stripe's silence is expected; anything else is a fault of ours, told by its name and place. */
function logFailure(ctx: Context, job: string, id: string, error: unknown): void {
  if (error instanceof DomainError || error instanceof PaymentsError) {
    return ctx.log.warn("row_put_off", { job, id, code: codeOf(error), message: error.message });
  }
  const name = error instanceof Error ? error.name : "unknown";
  ctx.log.error("row_failed", { job, id, name, code: codeOf(error), stack: stackOf(error) });
}

/** Where an error was thrown, without its message. */
export function stackOf(error: unknown): string | undefined {
  return error instanceof Error
    ? error.stack?.split("\n").filter((line) => line.trimStart().startsWith("at ")).slice(0, 8).join("\n")
    : undefined;
}

/** Half as long as it has waited already, a minute at least: so the waits grow. @param longest ms */
export function waitAgain(waitedMs: number, longest: typeof HOUR | typeof DAY = HOUR): number {
  return Math.max(MINUTE, Math.min(longest, waitedMs / 2));
}
