import assert from "node:assert/strict";
import type { MailData } from "../../src/mail/mails.ts";
import { render, samples } from "./samples.ts";

Deno.test("a booking says until when it can be cancelled", () => {
  const data = samples("Pilates").booking_confirmed;
  const text = (change: Partial<MailData["booking_confirmed"]>) =>
    render("booking_confirmed", { ...data, ...change }).text;
  assert.match(text({}), /Free cancellation until Sunday, May 17, 2026, 6:00 AM CDT: you get a full refund\.$/m);
  assert.match(text({ cancelWindowHours: 1 }), /until Monday, May 18, 2026, 5:00 AM CDT/);
  assert.match(text({ cancelWindowHours: 0 }), /until Monday, May 18, 2026, 6:00 AM CDT/);
  assert.match(text({ paidWith: "credit" }), /CDT: the class returns to your pack\.$/m);
  assert.ok(!/refund|Paid/.test(text({ paidWith: "free", paidCents: 0 })));
});

Deno.test("a booking made after free cancellation has ended says that there is no refund", () => {
  const data = { ...samples("Pilates").booking_confirmed, changedAt: "2026-05-17T11:00:00.001Z" };
  const text = (change: Partial<MailData["booking_confirmed"]> = {}) =>
    render("booking_confirmed", { ...data, ...change }).text;
  assert.match(text(), /Free cancellation ended 24 hours before the class: there is no refund any more\.$/m);
  assert.match(text({ paidWith: "credit" }), /the class does not return to your pack any more\.$/m);
  assert.match(text({ changedAt: "2026-05-17T11:00:00.000Z" }), /Free cancellation until Sunday/);
});
