/** Adding and changing what a studio offers as classes and appointments. */
import { createService, getService, type Service, type ServiceInput, updateService } from "../../domain/services.ts";
import { replanReminders } from "../../domain/reminders.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** Adds a service; classes and appointments are made from it. */
export function addService(ctx: Context, providerId: string, input: ServiceInput): Promise<Service> {
  return once(ctx, providerId, (tx) => createService(tx, providerId, input, iso(ctx.clock.now())));
}

/** Fields left out stay as they are; classes already on the schedule keep theirs. @throws DomainError not_found */
export function changeService(
  ctx: Context,
  providerId: string,
  id: string,
  change: Partial<ServiceInput>,
): Promise<Service> {
  return ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const before = await getService(tx, providerId, id);
    const next = { ...before, ...change };
    await updateService(tx, providerId, id, next, now);
    if (next.cancelWindowHours !== before.cancelWindowHours) await replanReminders(tx, providerId, id, now);
    return next;
  });
}
