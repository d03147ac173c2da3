/** What every move can be refused for. */
export const RESCHEDULE_ERRORS = {
  price_differs: "The other class has another price.",
  already_booked: "This customer has a seat in the other class, or it is the same class.",
  class_full: "No seat is left in the other class.",
  booking_over: "Booking is Completed, NoShow or Cancelled.",
  booking_expired: "Booking was never paid and has expired.",
  not_confirmed: "Booking is not paid yet, or is being cancelled.",
  class_cancelled: "The other class, or the present one, was cancelled.",
  class_started: "The other class has started.",
};
