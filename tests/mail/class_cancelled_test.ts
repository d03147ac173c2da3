import assert from "node:assert/strict";
import { render, samples } from "./samples.ts";

Deno.test("mails of a cancelled class carry the owner's own words; those without are still written", () => {
  const { class_cancelled, waitlist_closed } = samples("Jane", "Sarah is unwell.\nSee you soon.");
  for (const mail of [render("class_cancelled", class_cancelled), render("waitlist_closed", waitlist_closed)]) {
    assert.match(mail.text, /Sarah is unwell\.[\s\S]*See you soon\./);
    assert.match(mail.html, /<blockquote/);
  }
  const { message: _, ...old } = class_cancelled;
  const { message: __, ...oldClosed } = waitlist_closed;
  for (const mail of [render("class_cancelled", old), render("waitlist_closed", { ...oldClosed, message: null })]) {
    assert.doesNotMatch(mail.html, /<blockquote/);
    assert.doesNotMatch(mail.text, /undefined|null/);
  }
});
