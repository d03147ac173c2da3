/** How the console speaks: the words that no page has, and times that a clock change or midnight makes hard to read. */
import assert from "node:assert/strict";
import { typeset } from "../../../src/console/ui/form_errors.ts";
import { formatOf } from "../../../src/console/ui/format.ts";
import { readable, signIn } from "../../support/console.ts";
import { consoleRecordsOf, pathOf } from "../../support/console_records.ts";
import { addStudio, studio } from "../../support/studio.ts";

const chicago = formatOf({ timezone: "America/Chicago", currency: "usd" }, Date.parse("2026-05-11T15:00:00.000Z"));

Deno.test("a class during which the clock goes back does not end before it begins", () => {
  assert.equal(chicago.span("2026-11-01T06:30:00.000Z", 50), "1:30 AM CDT – 1:20 AM CST");
  assert.equal(chicago.span("2026-11-01T06:30:00.000Z", 60), "1:30 AM CDT – 1:30 AM CST");
  assert.equal(chicago.span("2026-11-01T07:30:00.000Z", 50), "1:30 – 2:20 AM");
  assert.equal(chicago.span("2026-05-28T17:00:00.000Z", 50), "12:00 – 12:50 PM");
});

Deno.test("a class over midnight names the day it ends on", () => {
  assert.equal(chicago.span("2026-05-29T04:30:00.000Z", 60), "11:30 PM – Fri, May 29, 12:30 AM");
});

Deno.test("what the API says gets the apostrophes of a page", () => {
  assert.equal(typeset("This class can't be cancelled."), "This class can’t be cancelled.");
});

/** Not: words of the database, of machines, of clerks. */
const NEVER: RegExp[] = [
  /\bsessions?\b/i,
  /\benrol+ments?\b/i,
  /\btenants?\b/i,
  /\bentit(y|ies)\b/i,
  /\binvalid\b/i,
  /\bplease\b/i,
  /\boops\b/i,
  /\bsuccessfully\b/i,
  /\bare you sure\b/i,
  /\bOK\b/,
  /\b(undefined|null|NaN)\b|\[object/,
  /\w'\w/,
  /(?<![\d.,:/-])\b1 (classes|seats|people|clients|minutes|hours|days|credits|refunds|keys|tips)\b/,
];

Deno.test("no page says what a studio would not say, with records and without any", async () => {
  await using t = await studio();
  const full = await signIn(t, t.studio);
  const its = await consoleRecordsOf(t.studio);
  await t.settle();
  const bare = await signIn(t, await addStudio(t));
  const pages = t.app.routes().filter(({ method, path }) =>
    method === "GET" && /^\/console(\/|$)/.test(path) && !/\/signin|\.(css|js|csv)$|\/html$/.test(path)
  );
  assert.ok(pages.length > 30);
  const mails = (await full.page("/console/settings/messages")).text.matchAll(
    /"(\/console\/settings\/messages\/\w+)"/g,
  );
  const paths = pages.filter(({ path }) => !path.endsWith("/messages/:kind")).map((route) => ({
    path: pathOf(its, route),
    owners: route.path.includes(":") ? [full] : [full, bare],
  }));
  for (const { path, owners } of [...paths, ...[...mails].map(([, path]) => ({ path, owners: [full] }))]) {
    for (const owner of owners) {
      const { text } = await owner.send("GET", path);
      // What is quoted from elsewhere, such as a ready request, has its own rules.
      const words = readable(text.replace(/<(code|pre)[\s\S]*?<\/\1>/g, ""));
      for (const never of NEVER) {
        const found = never.exec(words);
        assert.ok(
          !found,
          `${path} says: ${words.slice(Math.max(0, (found?.index ?? 0) - 40), (found?.index ?? 0) + 60)}`,
        );
      }
    }
  }
});
