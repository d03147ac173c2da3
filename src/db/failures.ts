/** What fails in the background, where no caller hears of it. */

/** Told of a failure; the end of the process waits a second for it. Without an error it is good news. */
export type Report = (event: string, error: unknown) => void | Promise<void>;

/** For who reports to nobody else: on standard error. */
export function printFailure(event: string, error: unknown): void {
  console.error(error instanceof Error ? `${event}: ${error.message}` : event);
}

/** Ends the process as failed when it has said why: going on would do harm. */
export async function endProcess(say: () => void | Promise<void>): Promise<void> {
  setTimeout(() => Deno.exit(1), 1000);
  await say();
  Deno.exit(1);
}
