import assert from "node:assert/strict";

Deno.test("docs/site.md quotes the site's code as it is", async () => {
  const read = (path: string) => Deno.readTextFile(new URL(`../../../${path}`, import.meta.url));
  const [page, api] = [await read("docs/site.md"), await read("src/dev/storefront/api.ts")];
  const blocks = [...page.matchAll(/(?:^ {4}.*\n(?:\n(?= {4}))?)+/gm)].map(([code]) => code.replace(/^ {4}/gm, ""));
  assert.equal(blocks.length, 1);
  // An excerpt leaves out, but neither changes nor rearranges; how far it is indented is the formatter's.
  const bare = (code: string) => code.replace(/^ +/gm, "");
  const text = bare(api);
  let at = 0;
  for (const part of bare(blocks[0]).split(/^…\n/m)) {
    assert.ok(text.indexOf(part, at) >= 0, `not in the file, or not there:\n${part}`);
    at = text.indexOf(part, at) + part.length;
  }
});
