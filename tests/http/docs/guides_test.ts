/** The guides as pages and as Markdown, llms.txt, and the reference as Markdown. */
import assert from "node:assert/strict";
import { createApp } from "../../../src/app.ts";
import { ERROR_CODES } from "../../../src/http/error_codes.ts";
import { GUIDE_FILES } from "../../../src/http/docs/guides.ts";
import { renderMarkdown, servedMarkdown } from "../../../src/http/docs/markdown.ts";
import { fetchDocument, type Json } from "../../support/openapi.ts";
import { ORIGIN, studio } from "../../support/studio.ts";

const ROOT = new URL("../../../", import.meta.url);
const IDS = Object.keys(GUIDE_FILES);

Deno.test("each guide is a page: nothing inline, nothing from elsewhere, and every link on it leads somewhere", async () => {
  await using t = await studio({ onboarded: false });
  const known = new Map<string, string>();
  const textOf = async (path: string) => {
    if (!known.has(path)) known.set(path, (await t.send("GET", path)).text);
    return known.get(path)!;
  };
  for (const id of IDS) {
    const answer = await t.send("GET", `/docs/${id}`);
    assert.equal(answer.status, 200, id);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(
      answer.headers.get("content-security-policy")!,
      /^default-src 'none'; style-src 'self'; script-src 'self';/,
    );
    assert.equal(answer.headers.get("vary"), "accept");
    const { text } = answer;
    assert.ok(!/ style=|<style| on\w+="|<script(?![^>]* src=)|<(img|iframe)/.test(text), id);
    assert.match(text, /<h1 id="[\w-]+">[^<]+<\/h1>/);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, one]) => one);
    assert.equal(new Set(ids).size, ids.length, `${id}: ids are unique`);
    for (const [, href] of text.matchAll(/href="([^"]*)"/g)) {
      if (/^(https:\/\/|http:\/\/localhost|data:)/.test(href)) continue;
      const [path, hash] = href.split("#");
      const there = path === "" ? text : await textOf(path);
      assert.ok(there && !there.startsWith('{"error"'), `${id}: ${href}`);
      if (hash) assert.ok(there.includes(` id="${hash}"`), `${id}: ${href}`);
    }
    const again = await t.send("GET", `/docs/${id}`, undefined, { "if-none-match": answer.headers.get("etag")! });
    assert.equal(again.status, 304);
  }
});

Deno.test("each page is Markdown with .md, or for whoever prefers that", async () => {
  await using t = await studio({ onboarded: false });
  for (const path of ["/docs", ...IDS.map((id) => `/docs/${id}`)]) {
    const page = await t.send("GET", `${path}.md`);
    assert.equal(page.headers.get("content-type"), "text/markdown; charset=utf-8", path);
    assert.match(page.text, /^# \S/);
    const asked = await t.send("GET", path, undefined, { accept: "text/markdown, text/html;q=0.8, */*;q=0.1" });
    assert.equal(asked.text, page.text, path);
    for (const accept of ["text/html,application/xhtml+xml,*/*;q=0.8", "text/html, text/markdown;q=0.5", "*/*"]) {
      assert.match((await t.send("GET", path, undefined, { accept })).text, /^<!doctype html>/, accept);
    }
    assert.match((await t.send("GET", path)).text, /^<!doctype html>/);
    // No link of a Markdown page leads to HTML, or to a file that is not served.
    for (const [, href] of page.text.matchAll(/\]\(([^)\s]+)\)/g)) {
      assert.match(href, /^(#|https:\/\/|\/docs(\/[\w-]+)*(\.md)?(#[\w-]+)?$|\/openapi\.json$)/, `${path}: ${href}`);
      if (href.startsWith("/docs/")) assert.match(href, /\.md(#|$)/, `${path}: ${href}`);
    }
  }
});

Deno.test("each operation is a Markdown page with its fields, its request and its errors", async () => {
  await using t = await studio({ onboarded: false });
  const { paths }: Json = await fetchDocument(t);
  const index = (await t.send("GET", "/docs.md")).text;
  for (const [path, item] of Object.entries<Json>(paths)) {
    for (const [method, operation] of Object.entries<Json>(item)) {
      const address = `/docs/operations/${operation.operationId}.md`;
      assert.ok(index.includes(`(${address})`), address);
      const { text, status } = await t.send("GET", address);
      assert.equal(status, 200, address);
      assert.ok(text.startsWith(`# ${operation.summary}\n\n\`${method.toUpperCase()} ${path}\`\n`), address);
      const fields = Object.keys(operation.requestBody?.content["application/json"].schema.properties ?? {});
      for (const name of fields) assert.ok(text.includes(`- \`${name}\` (`), `${address}: ${name}`);
      for (const [code, response] of Object.entries<Json>(operation.responses)) {
        for (const name of Object.keys(response["x-codes"] ?? {})) {
          assert.ok(text.includes(`- ${code} [\`${name}\`](/docs/errors.md#${name})`), `${address}: ${name}`);
        }
      }
      if (operation["x-example"]) assert.ok(text.includes("```sh\ncurl "), address);
    }
  }
  assert.equal((await t.send("GET", "/docs/operations/getNothing.md")).status, 404);
});

Deno.test("every error code is explained in the guide's Markdown, every limit is in its table", async () => {
  await using t = await studio({ onboarded: false });
  const errors = (await t.send("GET", "/docs/errors.md")).text;
  for (const [code, { happened, todo }] of Object.entries(ERROR_CODES)) {
    assert.ok(errors.includes(`#### \`${code}\`\n\n${happened} ${todo}\n`), code);
  }
  const limits = (await t.send("GET", "/docs/limits.md")).text;
  assert.ok(limits.includes("| [POST /api/classes/{id}/book](/docs/operations/postClassesIdBook.md) | 10 |"), limits);
  for (const text of [errors, limits]) assert.ok(!text.includes("<!--") && !text.includes("Your server lists them"));
});

Deno.test("llms.txt has a title, a summary, and links that all lead to something", async () => {
  await using t = await studio({ onboarded: false, settings: { publicUrl: "https://book.example" } });
  const answer = await t.send("GET", "/llms.txt");
  assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
  const lines = answer.text.split("\n");
  assert.equal(lines[0], "# Alera");
  assert.match(lines[2], /^> \S/);
  const headings = lines.filter((line) => line.startsWith("## "));
  assert.deepEqual(headings, ["## Guides", "## Reference", "## Operations", "## Optional"]);
  const links = lines.slice(lines.indexOf(headings[0])).filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of links) {
    const [, url] = /^- \[[^\]]+\]\((https:\/\/book\.example\/[^)]+)\): \S/.exec(line) ?? assert.fail(line);
    const { status, headers } = await t.send("GET", new URL(url).pathname);
    assert.equal(status, 200, url);
    assert.match(headers.get("content-type")!, /^(text\/markdown|application\/json)/, url);
  }
  for (const id of IDS) assert.ok(answer.text.includes(`(https://book.example/docs/${id}.md)`), id);
});

Deno.test("in development a guide shows the sample studio's values and is not stored, in production neither", async () => {
  await using t = await studio({
    onboarded: false,
    settings: { development: true, publicUrl: "http://localhost:8123" },
  });
  const { key, ownerToken, handle } = t.studio;
  const app = (development: boolean) =>
    createApp({ ...t.ctx, settings: { ...t.ctx.settings, development } }, {
      operatorToken: null,
      metricsToken: null,
      rateLimits: false,
      keyQuota: 0,
      trustProxy: null,
      isReady: () => Promise.resolve({ sqlite: "3.53.2" }),
      sampleStudio: () => ({ key, publishableKey: "alp_demo", origin: ORIGIN, ownerToken, handle, values: {} }),
    });
  const shown = await app(true).request("/docs/first-booking.md");
  assert.equal(shown.headers.get("cache-control"), "no-store");
  const text = await shown.text();
  for (const line of [`ALERA_URL=http://localhost:8123`, `ALERA_KEY=${key}`, `SITE=${ORIGIN}`, `HANDLE=${handle}`]) {
    assert.ok(text.includes(`export ${line}`), line);
  }
  assert.ok(text.includes("export CLASS=class-…"), "what only the reader knows stays");
  assert.ok((await (await app(true).request("/docs/webhooks")).text()).includes(ownerToken));
  const production = await app(false).request("/docs/first-booking.md");
  assert.equal(production.headers.get("cache-control"), "no-cache");
  assert.match(await production.text(), /export ALERA_KEY=alr_…/);
});

Deno.test("the links between the guides hold in the repository too", async () => {
  for (const file of Object.values(GUIDE_FILES)) {
    const text = await Deno.readTextFile(new URL(file, ROOT));
    for (const [, href] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https:\/\/|#|\/)/.test(href)) continue;
      await Deno.stat(new URL(new URL(href, new URL(file, ROOT)).pathname, ROOT));
    }
  }
});

Deno.test("Markdown that means harm is text", () => {
  const { html } = renderMarkdown(
    [
      "# A <script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      '[a](javascript:alert(1)) [b](data:text/html,x) [c](//evil.example) [d](https://a.example/"onclick="x)',
      "![picture](https://evil.example/x.png)",
      '`<b>` &amp; & "quoted"',
      "```html\n</code></pre><script>\n```",
      "<div>block</div>",
      "| a |\n| --- |\n| <i>x</i> |",
    ].join("\n\n"),
    "docs/guides/errors.md",
  );
  assert.ok(!/<(script|img|b|i|div(?! class="code"))\b/.test(html), html);
  assert.ok(!/javascript:|data:text|evil\.example\/x|href="\/\//.test(html.replace(/&[^;]+;/g, "")), html);
  assert.ok(!/<[^>]* on\w+=/.test(html), html);
  assert.equal(
    servedMarkdown(
      "[a](webhooks.md#receive) [b](../operating.md)\n```sh\n[c](webhooks.md)\n```",
      "docs/guides/errors.md",
    ),
    "[a](/docs/webhooks.md#receive) b\n```sh\n[c](webhooks.md)\n```",
  );
});
