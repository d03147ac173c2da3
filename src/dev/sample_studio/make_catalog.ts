/** Services and instructors. */
import { createService, listServices, type Service } from "../../domain/services.ts";
import { createInstructor, type Instructor, listInstructors } from "../../domain/staff.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../../workflows/context.ts";
import { INSTRUCTORS, SERVICES } from "./data.ts";

/** Their ids. */
export interface Catalog {
  instructors: Record<keyof typeof INSTRUCTORS, string>;
  services: Record<keyof typeof SERVICES, string>;
}

/** The ids of services and instructors. A second run, some days later, goes on with those that it finds. */
export async function makeCatalog(ctx: Context, providerId: string, flowId: string): Promise<Catalog> {
  const now = iso(ctx.clock.now());
  const instructors: Instructor[] = JSON.parse((await listInstructors(ctx.db, providerId, { limit: 200 })).itemsJson);
  const services: Service[] = JSON.parse((await listServices(ctx.db, providerId, { limit: 200 })).itemsJson);
  return await ctx.db.write(providerId, async (tx) => {
    const instructor = async (name: string) =>
      (instructors.find((one) => one.name === name) ?? await createInstructor(tx, providerId, name, now)).id;
    const service = async (input: typeof SERVICES[keyof typeof SERVICES]) =>
      (services.find((one) => one.name === input.name) ?? await createService(tx, providerId, input, now)).id;
    return {
      instructors: {
        sarah: await instructor(INSTRUCTORS.sarah),
        mia: await instructor(INSTRUCTORS.mia),
        priya: await instructor(INSTRUCTORS.priya),
      },
      services: { flow: flowId, tower: await service(SERVICES.tower), stretch: await service(SERVICES.stretch) },
    };
  });
}
