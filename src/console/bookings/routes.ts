/** One booking: moved, cancelled, or its held seat released. */
import type { PageRoutes } from "../ui/page_context.ts";
import { cancelBookingForm } from "./cancel_booking.tsx";
import { moveBookingForm } from "./move_booking.tsx";

/** Declares the pages of a booking. */
export function bookingPages({ form }: PageRoutes): void {
  form("/console/bookings/:id/cancel", cancelBookingForm);
  form("/console/bookings/:id/move", moveBookingForm);
}
