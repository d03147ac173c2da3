import assert from "node:assert/strict";
import type { MailData } from "../../src/mail/mails.ts";
import { render, samples } from "./samples.ts";

Deno.test("a cancellation says what became of the money", () => {
  const data = samples("Pilates").booking_cancelled;
  const text = (change: Partial<MailData["booking_cancelled"]>) =>
    render("booking_cancelled", { ...data, refundedCents: 0, creditReturned: false, ...change }).text;
  assert.match(text({ refundedCents: 2000 }), /You get a refund of \$20\.00/);
  assert.match(text({ creditReturned: true }), /back in your pack/);
  assert.match(text({ lateCancel: true }), /There is no refund: free cancellation ended 24 hours before the class\./);
  assert.ok(!/refund/.test(text({})), "a free class has no money to speak of");
  assert.match(text({ byStudio: true }), /We had to cancel your booking/);
});
