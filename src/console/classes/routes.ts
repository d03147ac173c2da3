/** Classes: created, copied, edited, and the page of each with its roster, waitlist and cancellation. */
import type { PageRoutes } from "../ui/page_context.ts";
import { markAttendance } from "./attendance.ts";
import { cancelClass, cancelClassLink } from "./cancel_class.ts";
import { classPage } from "./class.tsx";
import { completeTheClass, markNoShows } from "./complete_class.ts";
import { copyDay, copyDayPage } from "./copy_day.tsx";
import { editClass, editClassPage } from "./edit_class.tsx";
import { createClasses, newClassPage } from "./new_class.tsx";
import { promoteEntry } from "./promote.ts";

/** Declares the pages of classes. `new` and `copy` come before `:id`: they are no ids. */
export function classPages({ get, post }: PageRoutes): void {
  get("/console/classes/new", newClassPage);
  post("/console/classes/new", createClasses);
  get("/console/classes/copy", copyDayPage);
  post("/console/classes/copy", copyDay);

  get("/console/classes/:id", classPage);
  get("/console/classes/:id/edit", editClassPage);
  post("/console/classes/:id/edit", editClass);
  get("/console/classes/:id/cancel", cancelClassLink);
  post("/console/classes/:id/cancel", cancelClass);
  post("/console/classes/:id/complete", completeTheClass);
  post("/console/classes/:id/no-shows", markNoShows);

  post("/console/bookings/:id/attendance", markAttendance);
  post("/console/waitlist/:id/promote", promoteEntry);
}
