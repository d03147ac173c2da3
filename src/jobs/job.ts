import type { Context } from "../workflows/context.ts";

/** What runs on a timer. Each runs alone, one pass at a time. */
export interface Job {
  name: string;
  /** What makes it due before its time. */
  wokenBy?: Parameters<Context["wake"]>[0];
  /** How long it sleeps when nothing was due, ms. */
  every: number;
  /** A pause between full passes, ms: a backlog must not take the process from those who book. */
  pause: number;
  /** One pass. @returns how many were due; whoever finds none sleeps */
  run(ctx: Context): Promise<number>;
  /** Ends what a pass has left under way, when the process stops. */
  finish?(ctx: Context): Promise<void>;
}
