/** One booking: cancelled, or its held seat released. */
import type { PageRoutes } from "../ui/page_context.ts";
import { cancelBooking, cancelBookingPage } from "./cancel_booking.tsx";

/** Declares the pages of a booking. */
export function bookingPages({ get, post }: PageRoutes): void {
  get("/console/bookings/:id/cancel", cancelBookingPage);
  post("/console/bookings/:id/cancel", cancelBooking);
}
