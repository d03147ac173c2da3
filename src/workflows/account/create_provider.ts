/** The operator adds a studio. */
import { DomainError } from "../../domain/errors.ts";
import { createProvider, type NewProvider, type Provider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** The owner token is in the answer and nowhere else. @throws DomainError conflict (the handle is taken) */
export async function addProvider(
  { db, clock }: Pick<Context, "db" | "clock">,
  input: NewProvider,
): Promise<{ provider: Provider; ownerToken: string }> {
  const created = await db.write(null, (tx) => createProvider(tx, input, iso(clock.now())));
  if (!created) throw new DomainError("conflict", "This handle is taken.");
  return created;
}
