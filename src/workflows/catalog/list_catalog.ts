/** What a studio offers, whole: the console shows each list on one page. Reading only. */
import { listBlackouts } from "../../domain/blackouts.ts";
import { type KeyRecord, listKeys } from "../../domain/api_keys.ts";
import { listClassesBetween, type ManagedClass } from "../../domain/class_lists.ts";
import type { Context } from "../context.ts";
import { listPackageTypes, type PackageType } from "../../domain/package_types.ts";
import { readAllPages } from "../../domain/pagination.ts";
import { listServices, type Service } from "../../domain/services.ts";
import { type Instructor, listInstructors } from "../../domain/staff.ts";
import { iso, ms } from "../../domain/time.ts";

/** A time at which the studio is closed. */
export interface Closure {
  id: string;
  label: string;
  startsAt: string;
  endsAt: string;
  allDay: boolean;
  kind: string;
}

/** All of a studio's services, oldest first. */
export const allServices = (ctx: Context, providerId: string) =>
  readAllPages<Service>((page) => listServices(ctx.db, providerId, page));

/** All who teach, oldest first. */
export const allInstructors = (ctx: Context, providerId: string) =>
  readAllPages<Instructor>((page) => listInstructors(ctx.db, providerId, page));

/** All class packs, those not on sale too, oldest first. */
export const allPackageTypes = (ctx: Context, providerId: string) =>
  readAllPages<PackageType>((page) => listPackageTypes(ctx.db, providerId, page));

/** All closures, by their start. */
export const allClosures = (ctx: Context, providerId: string) =>
  readAllPages<Closure>((page) => listBlackouts(ctx.db, providerId, page));

/** All API keys, revoked ones too, newest first. */
export async function allKeys(ctx: Context, providerId: string): Promise<KeyRecord[]> {
  return (await readAllPages<KeyRecord>((page) => listKeys(ctx.db, providerId, page))).reverse();
}

/** No class is longer. */
const LONGEST_CLASS = 24 * 3_600_000;

/** Classes that take place, wholly or in part, between two instants and are not cancelled. */
export async function classesWithin(
  ctx: Context,
  providerId: string,
  startsAt: string,
  endsAt: string,
): Promise<ManagedClass[]> {
  const near = await listClassesBetween(ctx.db, providerId, iso(ms(startsAt) - LONGEST_CLASS), endsAt);
  return near.filter((one) =>
    one.status !== "Cancelled" && ms(one.scheduledAt) + one.durationMin * 60_000 > ms(startsAt)
  );
}
