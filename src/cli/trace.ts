/** Spans for what an operation does to the database and outside, where Deno exports traces (docs/decisions/0049). */
import { aroundCalls } from "../adapters/around_calls.ts";
import { aroundWrites } from "../db/traced.ts";
import { codeOf, DomainError } from "../domain/errors.ts";
import { VERSION } from "../version.ts";
import type { Context } from "../workflows/context.ts";

/** The same context, whose writes and outside calls are spans. */
export async function traced(ctx: Context): Promise<Context> {
  const { createTracing } = await import("../adapters/tracing.ts");
  const tracing = createTracing(VERSION, (error) => ({
    type: codeOf(error) ?? (error instanceof Error ? error.name : "unknown"),
    fault: !(error instanceof DomainError),
  }));
  const db = aroundWrites(ctx.db, (write) => tracing.span("db.write", "internal", write));
  const outside = aroundCalls(
    ctx,
    (service, operation, call) => tracing.span(`${service} ${operation}`, "client", call),
  );
  return { ...ctx, ...outside, db, tracing };
}
