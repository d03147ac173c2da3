/** The schedule: today and the week. */
import type { PageRoutes } from "../ui/page_context.ts";
import { weekPage } from "./week_page.tsx";

/** Declares the schedule. */
export function schedulePages({ get }: PageRoutes): void {
  get("/console", weekPage);
}
