/** The operator replaces an owner token that is lost, or known to others. */
import { notFound } from "../../domain/errors.ts";
import { findProviderByHandle, type Provider, replaceOwnerToken } from "../../domain/providers.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** The old token dies with this write. The new one is in the answer and nowhere else. @throws DomainError not_found */
export async function issueOwnerToken(
  ctx: Pick<Context, "db" | "clock" | "keyedRequest">,
  handle: string,
): Promise<{ provider: Provider; ownerToken: string }> {
  const provider = await findProviderByHandle(ctx.db, handle);
  if (!provider) throw notFound("Provider");
  return await once(
    ctx,
    provider.id,
    async (tx) => ({ provider, ownerToken: await replaceOwnerToken(tx, provider.id) }),
  );
}
