/** The operator adds a studio. */
import { DomainError } from "../../domain/errors.ts";
import { createProvider, type NewProvider, type Provider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** The owner token is in the answer and nowhere else. @throws DomainError 409 (the handle is taken) */
export async function addProvider(
  ctx: Pick<Context, "db" | "clock" | "keyedRequest">,
  input: NewProvider,
): Promise<{ provider: Provider; ownerToken: string }> {
  const created = await once(ctx, null, (tx) => createProvider(tx, input, iso(ctx.clock.now())));
  if (!created) throw new DomainError("handle_taken", "This handle is taken.");
  return created;
}
