/** Bookings that can't be cancelled. */
import type { BookingView } from "../../workflows/bookings/view_booking.ts";

/** Why there is nothing to cancel, if there isn't. */
export function whyNotCancellable({ booking, session }: BookingView): { heading: string; text: string } | null {
  const { name } = booking.client;
  if (booking.status === "Cancelled") {
    return { heading: "This booking is cancelled", text: `${name} no longer has a seat in this class.` };
  }
  if (session.status === "Cancelled") {
    return { heading: "This class is cancelled", text: "The page of the class shows everybody’s refund." };
  }
  switch (booking.status) {
    case "NoShow":
      return {
        heading: "This booking is marked as a no-show",
        text: `${name} did not come, so there is no booking to cancel. Undo the no-show first, if that is wrong.`,
      };
    case "Completed":
      return { heading: "This class is completed", text: `${name}’s booking is over and can’t be cancelled any more.` };
    case "Expired":
      return { heading: "This seat is open again", text: `${name} did not pay in time, and nothing was charged.` };
    default:
      return null;
  }
}
