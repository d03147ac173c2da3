/** Classes: created, copied, edited, and the page of each with its roster, waitlist and cancellation. */
import type { PageRoutes } from "../ui/page_context.ts";
import { classOfBooking, classOfEntry, classPage } from "./class.tsx";
import {
  cancelClass,
  cancelClassLink,
  completeTheClass,
  markAttendance,
  markNoShows,
  promoteEntry,
} from "./class_actions.ts";
import { cancelSeriesForm } from "./cancel_series.tsx";
import { copyDayForm } from "./copy_day.tsx";
import { editClassForm } from "./edit_class.tsx";
import { newClassForm } from "./new_class.tsx";

/** Declares the pages of classes. `new` and `copy` come before `:id`: they are no ids. */
export function classPages({ get, post, form }: PageRoutes): void {
  form("/console/classes/new", newClassForm);
  form("/console/classes/copy", copyDayForm);
  get("/console/classes/:id", classPage);
  form("/console/classes/:id/edit", editClassForm);
  get("/console/classes/:id/cancel", cancelClassLink);
  post("/console/classes/:id/cancel", cancelClass, classPage);
  form("/console/classes/:id/cancel-series", cancelSeriesForm);
  post("/console/classes/:id/complete", completeTheClass, classPage);
  post("/console/classes/:id/no-shows", markNoShows, classPage);
  post("/console/bookings/:id/attendance", markAttendance, classOfBooking);
  post("/console/waitlist/:id/promote", promoteEntry, classOfEntry);
}
