/** The operator adds a studio. */
import { DomainError } from "../../domain/errors.ts";
import {
  createProvider,
  findFirstProvider,
  getProvider,
  type NewProvider,
  type Provider,
} from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { inTime } from "../in_time.ts";
import { keepOwnAccount } from "./own_account.ts";

/** How long Stripe may take to tell about the server's own account; an answer that comes later is kept. */
const PATIENCE = 3_000;

type StudioContext = Pick<Context, "db" | "clock" | "keyedRequest"> & {
  settings: Pick<Context["settings"], "stripeMode">;
};

/**
 * The owner token is in the answer and nowhere else.
 * @throws DomainError 409 (the handle is taken; `one_provider` on a studio's own Stripe account)
 */
export async function addProvider(
  ctx: StudioContext,
  input: NewProvider,
): Promise<{ provider: Provider; ownerToken: string }> {
  const created = await once(ctx, null, async (tx) => {
    if (ctx.settings.stripeMode === "own" && await findFirstProvider(tx)) {
      throw new DomainError(
        "one_provider",
        "This server runs on one studio's own Stripe account, and has that studio.",
      );
    }
    return await createProvider(tx, input, iso(ctx.clock.now()));
  });
  if (!created) throw new DomainError("handle_taken", "This handle is taken.");
  return created;
}

/** The same, and on a studio's own account Stripe is asked how it stands. @throws as `addProvider` */
export async function addStudio(ctx: Context, input: NewProvider): Promise<{ provider: Provider; ownerToken: string }> {
  const { provider, ownerToken } = await addProvider(ctx, input);
  if (ctx.settings.stripeMode !== "own") return { provider, ownerToken };
  await inTime(keepOwnAccount(ctx, provider.id), PATIENCE, false);
  return { provider: await getProvider(ctx.db, provider.id), ownerToken };
}
