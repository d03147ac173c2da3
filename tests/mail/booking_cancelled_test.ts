import assert from "node:assert/strict";
import type { MailData } from "../../src/mail/mails.ts";
import { render, samples } from "./samples.ts";

Deno.test("a cancellation says what became of the money", () => {
  const data = samples("Pilates").booking_cancelled;
  const text = (change: Partial<MailData["booking_cancelled"]>) =>
    render("booking_cancelled", { ...data, refundedCents: 0, creditReturned: false, ...change }).text;
  assert.match(text({ refundedCents: 2000 }), /You get a refund of \$20\.00/);
  assert.match(text({ creditReturned: true }), /back in your pack/);
  const giftCard = { codeLast4: "C3ND", expiresAt: "2026-05-03T12:00:00.000Z", expired: false };
  const back = text({ refundedCents: 2000, giftCard });
  assert.match(back, /\$20\.00 is back on the gift card ending in C3ND\.$/m);
  assert.ok(!/refund|Banks|expired/.test(back), "no bank has it");
  assert.match(
    text({ refundedCents: 2000, giftCard: { ...giftCard, expired: true } }),
    /C3ND\. That card expired on May 3, 2026: write to us about it\./,
  );
  assert.match(text({ lateCancel: true }), /There is no refund: free cancellation ended 24 hours before the class\./);
  assert.ok(!/refund/.test(text({})), "a free class has no money to speak of");
  assert.match(text({ byStudio: true }), /We had to cancel your booking/);
});
