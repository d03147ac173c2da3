import assert from "node:assert/strict";
import { render, samples } from "./samples.ts";

Deno.test("a refund does not promise what a bank may decide otherwise: how it is paid, and exactly when", () => {
  const { payment_refunded, class_cancelled, booking_cancelled } = samples("Pilates");
  for (
    const { text } of [
      render("payment_refunded", payment_refunded),
      render("class_cancelled", class_cancelled),
      render("booking_cancelled", booking_cancelled),
    ]
  ) {
    assert.match(text, /You get a refund of \$20\.00\. Banks usually take 5 to 10 days to show it\./);
    assert.doesNotMatch(text, /the way you paid/);
  }
  // It is the customer's own cancel that ended the booking, or that nobody paid in time.
  const late = render("payment_refunded", { ...payment_refunded, reason: "seat_gone" }).text;
  assert.match(
    late,
    /^Your payment for Pilates arrived after the booking had ended, so we refund all of it\.$/m,
  );
  assert.doesNotMatch(late, /sorry|seat was gone/);
});
