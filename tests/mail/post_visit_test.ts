import assert from "node:assert/strict";
import { render, samples } from "./samples.ts";

Deno.test("after a visit nobody is asked for a tip where the service takes none", () => {
  const { text, html } = render("post_visit", { ...samples("Pilates").post_visit, tipUrl: null, tipToken: null });
  assert.match(text, /It was good to have you here/);
  for (const part of [text, html]) assert.doesNotMatch(part, /\btip\b|null/i);
});
