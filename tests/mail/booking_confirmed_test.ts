import assert from "node:assert/strict";
import { ms } from "../../src/domain/time.ts";
import { cancelTerms } from "../../src/mail/cancel_terms.ts";
import type { CancelTerms } from "../../src/mail/data.ts";
import { render, samples } from "./samples.ts";

/** The text of a confirmation that leaves at `now`. */
function text(now: string, paidWith: CancelTerms["paidWith"] = "card", cancelWindowHours = 24): string {
  const data = samples("Pilates").booking_confirmed;
  const terms = cancelTerms({ scheduledAt: data.class.scheduledAt, cancelWindowHours }, paidWith, ms(now));
  return render("booking_confirmed", { ...data, paidWith, paidCents: paidWith === "free" ? 0 : 2000, terms }).text;
}

Deno.test("a booking says until when it can be cancelled, and what comes back", () => {
  const early = "2026-05-03T09:30:15.000Z";
  assert.match(text(early), /Free cancellation until Sunday, May 17, 2026, 6:00 AM CDT: you get a full refund\.$/m);
  assert.match(text(early, "card", 1), /until Monday, May 18, 2026, 5:00 AM CDT/);
  assert.match(text(early, "card", 0), /until Monday, May 18, 2026, 6:00 AM CDT/);
  assert.match(text(early, "credit"), /CDT: the class returns to your pack\.$/m);
  assert.ok(!/refund|Paid/.test(text(early, "free")));
});

Deno.test("paid with a gift card, it says which, how much, what is left, and what goes back to it", () => {
  const data = samples("Pilates").booking_confirmed;
  const giftCard = { codeLast4: "C3ND", leftCents: 5500, expiresAt: null };
  const of = (now: string) => {
    const terms = cancelTerms({ ...data.class, cancelWindowHours: 24 }, "gift_card", ms(now));
    return render("booking_confirmed", { ...data, paidWith: "gift_card", paidCents: 2000, giftCard, terms }).text;
  };
  assert.match(of("2026-05-03T09:30:15.000Z"), /\$20\.00 from the gift card ending in C3ND, \$55\.00 left on it/);
  assert.match(of("2026-05-03T09:30:15.000Z"), /CDT: the whole amount goes back to the gift card\.$/m);
  assert.match(of("2026-05-17T11:00:00.001Z"), /before the class: nothing goes back to the gift card any more\.$/m);
});

Deno.test("a mail that leaves after free cancellation has ended says that there is no refund", () => {
  const late = "2026-05-17T11:00:00.001Z";
  assert.match(text(late), /Free cancellation ended 24 hours before the class: there is no refund any more\.$/m);
  assert.match(text(late, "credit"), /the class does not return to your pack any more\.$/m);
  assert.match(text("2026-05-17T11:00:00.000Z"), /Free cancellation until Sunday/);
});
