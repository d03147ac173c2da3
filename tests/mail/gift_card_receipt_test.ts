import assert from "node:assert/strict";
import type { MailData } from "../../src/mail/mails.ts";
import { render, samples } from "./samples.ts";

Deno.test("a receipt names the recipient as far as they are known", () => {
  const receipt = (change: Partial<MailData["gift_card_receipt"]>) => {
    const data = { ...samples("Jane").gift_card_receipt, recipientName: "Sam", ...change };
    const { subject, text } = render("gift_card_receipt", data);
    return [subject, /^To: (.*)$/m.exec(text)?.[1]];
  };
  assert.deepEqual(receipt({}), ["Your gift card for Sam is on its way", "Sam (sam@example.test)"]);
  assert.deepEqual(receipt({ recipientName: null }), [
    "Your gift card for sam@example.test is on its way",
    "sam@example.test",
  ]);
  assert.deepEqual(receipt({ recipientName: null, recipientEmail: null }), ["Your gift card is on its way", undefined]);
});
