import assert from "node:assert/strict";
import { render, samples } from "./samples.ts";

Deno.test("a gift message keeps its line breaks in both parts", () => {
  const data = { ...samples("Sam").gift_card, message: "Happy birthday\r\n<3\n\nJane" };
  const { text, html } = render("gift_card", data);
  assert.ok(text.includes("> Happy birthday\n> <3\n> \n> Jane\n"));
  assert.ok(html.includes("Happy birthday<br>&lt;3<br><br>Jane<br>"));
});

Deno.test("a gift card's code can be read aloud and copied", () => {
  for (const to of ["recipient", "purchaser"] as const) {
    const { text, html, subject } = render("gift_card", { ...samples("Sam").gift_card, to });
    assert.ok(text.split("\n").includes("ABCD-2345-EFGH-6789"));
    assert.ok(text.split("\n").includes("ABCD2345EFGH6789"));
    assert.ok(html.includes("ABCD-2345-EFGH-6789"));
    assert.ok(!subject.includes("ABCD"), "subjects are shown on locked screens");
  }
});
