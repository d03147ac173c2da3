/** The schedule. */
import type { Hono } from "hono";
import { addDays, dateOf, isDate } from "../format.ts";
import { ClassesPage, FARTHEST_DAYS, SHOWN_DAYS } from "../pages/classes.tsx";
import { page, type SiteContext } from "../site_context.ts";

export function classRoutes(app: Hono, { api, options }: SiteContext): void {
  app.get("/", async (c) => {
    const today = dateOf(options.now());
    const asked = c.req.query("from") ?? "";
    const from = isDate(asked) && asked > today && asked <= addDays(today, FARTHEST_DAYS) ? asked : today;
    const [schedule, packs, { cancelWindowHours }] = await Promise.all([
      api.schedule(from, addDays(from, SHOWN_DAYS - 1)),
      api.packs(),
      api.studio(),
    ]);
    return page(c, <ClassesPage {...{ schedule, from, today, packs, cancelWindowHours }} />);
  });
}
