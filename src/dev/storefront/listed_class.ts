import { ApiError } from "./api.ts";
import { dateOf } from "./format.ts";
import type { ListedClass } from "./shapes.ts";
import type { SiteContext } from "./site_context.ts";

/** A class, and what else there is on its day. @throws ApiError */
export async function findClassWithDay(
  { api, options }: SiteContext,
  id: string,
): Promise<{ one: ListedClass; sameDay: ListedClass[] }> {
  const found = await api.findClass(id);
  if (Date.parse(found.scheduledAt) <= options.now()) {
    throw new ApiError(410, { error: "This class has already started." });
  }
  const date = dateOf(found.scheduledAt);
  const { classes } = await api.schedule(date, date);
  return { one: found, sameDay: classes };
}

/** For pages that are as true without the class. */
export async function findClass(site: SiteContext, id: string | undefined): Promise<ListedClass | null> {
  return id ? await findClassWithDay(site, id).then(({ one }) => one, () => null) : null;
}
