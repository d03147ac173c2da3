/** A backup restored over a newer file: the world goes on, and the books end where the backup was made. */
import { recordRestore } from "../../src/workflows/maintenance/record_restore.ts";
import { type AppOptions, startApp, type TestApp } from "./app.ts";
import { type Studio, studio } from "./studio.ts";

export type Lost = Awaited<ReturnType<typeof studio>>;

export interface Restored {
  /** On the restored file; its doctor is asked at the end. */
  r: TestApp;
  /** The studio, seen through it. */
  s: Studio;
}

/**
 * The app whose file is given up at the end. `await using t = await doomed();`
 */
export function doomed(options: AppOptions = {}): Promise<Lost> {
  return studio({ ...options, onFile: true, broken: true });
}

/** Copies the file now; what is done afterwards is lost in the copy. @returns its path */
export async function backUp(t: TestApp): Promise<string> {
  const file = `${t.directory}/backup-${crypto.randomUUID()}.db`;
  await t.db.backup(file);
  return file;
}

/** Starts on the backup; Stripe's events go there from now on. */
export async function restore(t: Lost, file: string, options: AppOptions = {}): Promise<Restored & AsyncDisposable> {
  const r = await startApp({ ...options, databasePath: file, onFile: true, after: t });
  t.clock.advance(1000);
  await recordRestore(r.ctx);
  return { r, s: t.studio.seenBy(r), [Symbol.asyncDispose]: () => r[Symbol.asyncDispose]() };
}

/** Every event of Stripe's comes once more, as while it retries. */
export async function resendEvents(r: TestApp): Promise<void> {
  for (const { event } of r.stripe.events) r.stripe.resend(event.id);
  await r.stripe.deliver();
}
