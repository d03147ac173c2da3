/** Adding and changing the class packs that a studio sells. */
import {
  createPackageType,
  getPackageType,
  type PackageType,
  type PackageTypeInput,
  updatePackageType,
} from "../../domain/package_types.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** Adds a class pack, on sale unless `active` is false. */
export function addPackageType(ctx: Context, providerId: string, input: PackageTypeInput): Promise<PackageType> {
  return once(ctx, providerId, (tx) => createPackageType(tx, providerId, input, iso(ctx.clock.now())));
}

/** Fields left out stay as they are; packs already sold keep theirs. @throws DomainError not_found */
export function changePackageType(
  ctx: Context,
  providerId: string,
  id: string,
  change: Partial<PackageTypeInput>,
): Promise<PackageType> {
  return ctx.db.write(providerId, async (tx) => {
    const next = { ...await getPackageType(tx, providerId, id), ...change };
    await updatePackageType(tx, providerId, id, next, iso(ctx.clock.now()));
    return next;
  });
}
