import { AleraError, type Class } from "@alera/client";
import { dateOf } from "./format.ts";
import type { SiteContext } from "./site_context.ts";

/** A class, and what else there is on its day. @throws AleraError */
export async function findClassWithDay(
  { api, options }: SiteContext,
  id: string,
): Promise<{ one: Class; sameDay: Class[] }> {
  const found = await api.findClass(id);
  if (Date.parse(found.scheduledAt) <= options.now()) {
    throw new AleraError(410, { error: "This class has already started.", code: "class_started" });
  }
  const date = dateOf(found.scheduledAt);
  const { classes } = await api.schedule(date, date);
  return { one: found, sameDay: classes };
}

/** For pages that are as true without the class. */
export async function findClass(site: SiteContext, id: string | undefined): Promise<Class | null> {
  return id ? await findClassWithDay(site, id).then(({ one }) => one, () => null) : null;
}
