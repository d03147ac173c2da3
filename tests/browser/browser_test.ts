/** The harness itself: what is wrong with a page is reported, what is right is not. */
import assert from "node:assert/strict";
import { LOOKS, type OpenPage, startBrowser } from "./browser.ts";
import { findings, sound, soundInEveryLook } from "./sound.ts";
import { runChild } from "../support/child_process.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; img-src data:; connect-src 'self'";

/** A page around a body, without fault unless the body has one. */
const around = (body: string, { lang = "en", head = "" } = {}) =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Made by the test</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>body{margin:16px;color:#111;background:#fff;font:16px/1.5 sans-serif}button,input{min-height:36px;font:inherit}</style>
${head}</head><body><main><h1>Classes</h1>${body}</main></body></html>`;

const GOOD = around(`<form><label>Name <input name="name"></label> <button>Book</button></form>`);

/** Serves texts by their paths, all under a strict policy. */
function serving(texts: Record<string, string>): AsyncDisposable & { url: string } {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    const text = texts[pathname];
    return new Response(text ?? "Not here", {
      status: text === undefined ? 404 : 200,
      headers: {
        "content-type": pathname.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8",
        "content-security-policy": POLICY,
      },
    });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const isTrue = (page: OpenPage, query: string) => page.evaluate<boolean>(`matchMedia("${query}").matches`);

Deno.test("a page without fault is sound in every look, with and without script, and calm", async () => {
  await using server = serving({ "/": GOOD });
  await using browser = await startBrowser();
  for (const javaScript of [true, false]) {
    const page = await browser.open({ base: server.url, javaScript });
    await page.goto("/");
    await soundInEveryLook(page, "the good page");
    assert.deepEqual(page.current, LOOKS[2]);
    await page.calm();
  }
});

Deno.test("every kind of complaint is heard, once, and an allowed one is not", async () => {
  await using server = serving({
    "/": GOOD,
    "/says.js": "console.error('something is wrong'); console.log('all is well');",
    "/throws.js": "throw new Error('thrown by the page');",
    "/asks.js": "fetch('/nowhere');",
    "/gone.js": "fetch('http://127.0.0.1:9/').catch(() => {});",
    "/unhandled.js": "Promise.reject(new Error('nobody caught this'));",
    ...Object.fromEntries(
      ["says", "throws", "asks", "gone", "unhandled"].map((name) => [
        `/${name}`,
        around("", { head: `<script type="module" src="/${name}.js"></script>` }),
      ]),
    ),
    "/inline": around("<script>document.title = 'it ran'</script>"),
    "/opens": around('<a target="_blank" href="/inline">Open</a>'),
  });
  await using browser = await startBrowser();
  const page = await browser.open({ base: server.url });
  async function heard(path: string, what: RegExp): Promise<void> {
    await page.goto(path, { waitUntil: "networkidle" });
    await assert.rejects(() => page.calm(), what);
    await page.calm();
  }
  await heard("/says", /^Error: The page at \S+\/says complained:\nconsole: something is wrong \(\S+says\.js\)$/);
  await heard("/throws", /\nexception: thrown by the page$/);
  await heard("/unhandled", /\nexception: nobody caught this$/);
  await heard("/asks", /\nconsole: Failed to load resource.*404/);
  await heard("/gone", /Content Security Policy: connect-src refuses http:\/\/127\.0\.0\.1:9\//);
  await heard("/inline", /Content Security Policy: script-src-elem refuses inline/);
  assert.equal(await page.title(), "Made by the test");
  await heard("/nowhere", /console: Failed to load resource/);

  await page.goto("/opens");
  const opening = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Open" }).click();
  await (await opening).waitForLoadState();
  await assert.rejects(() => page.calm(), /Content Security Policy/, "windows that it opens are heard as well");

  page.allow(/Failed to load resource.*404/);
  await page.goto("/nowhere");
  await page.calm();
});

Deno.test("each fault is found, and nothing else", async () => {
  // To different addresses: axe counts neighbours that lead to the same place as one target.
  const smallLinks = ["one", "two", "three"].map((to) => `<a href="/${to}" style="width:9px;height:9px">${to[0]}</a>`)
    .join("");
  const faults: [fault: string, body: string, found: RegExp][] = [
    ["contrast", `<p style="color:#bbb">Faint</p>`, /^color-contrast/],
    ["image without words", `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="9">`, /^image-alt/],
    ["small target", `<div style="display:flex">${smallLinks}</div>`, /^target-size/],
    ["second h1", "<h1>Again</h1>", /^it has 2 visible h1/],
    ["low button", `<button style="min-height:0;height:30px">Low</button>`, /^30 px are too low.*Low/],
    ["placeholder for a name", `<input placeholder="Name">`, /^it has no name: <input placeholder/],
    ["same id", `<p id="a">A</p><p id="a">B</p>`, /^ids are there more than once: a$/],
    ["too wide", `<div id="wide" style="width:2000px">Wide</div>`, /^it scrolls sideways[^]*id="wide"/],
  ];
  await using server = serving(
    Object.fromEntries(faults.map(([fault, body]) => [`/${encodeURIComponent(fault)}`, around(body)])),
  );
  await using browser = await startBrowser();
  const page = await browser.open({ base: server.url });
  for (const [fault, , expected] of faults) {
    await page.goto(`/${encodeURIComponent(fault)}`);
    const found = await findings(page);
    assert.equal(found.length, 1, `${fault}: ${found.join("\n")}`);
    assert.match(found[0], expected);
    await assert.rejects(
      () => sound(page, fault),
      (error: Error) => error.message.startsWith(`${fault} is not sound:\n- `),
    );
  }
});

Deno.test("a fault of one look is found in that look", async () => {
  await using server = serving({
    "/dark": around("<p>Faint at night</p>", {
      head: "<style>@media(prefers-color-scheme:dark){p{color:#bbb}}</style>",
    }),
    "/phone": around("<p>Wide on a phone</p>", { head: "<style>@media(max-width:600px){p{width:500px}}</style>" }),
    "/small": around(`<label>Name <input style="font-size:14px"></label>`),
    "/narrow": around("<p>Wide on the narrowest</p>", { head: "<style>p{width:350px}</style>" }),
    "/shrunk": GOOD.replace(/<meta name="viewport"[^>]*>/, ""),
  });
  await using browser = await startBrowser();
  const page = await browser.open({ base: server.url, viewport: "phone", scheme: "dark" });
  async function found(path: string, what: RegExp): Promise<void> {
    await page.goto(path);
    await assert.rejects(() => soundInEveryLook(page, path), what);
    assert.deepEqual(page.current, { viewport: "phone", scheme: "dark" });
  }
  await found("/dark", /^Error: \/dark is not sound:\n- phone, dark and desktop, dark: color-contrast/);
  await found("/phone", /- phone, light and phone, dark: it scrolls sideways, \d+ px wide on a screen of 390/);
  await found("/small", /^Error: \/small is not sound:\n- phone, light and phone, dark: iOS would zoom in[^\n]*$/);
  await found("/narrow", /^Error: \/narrow is not sound:\n- 320 px: it scrolls sideways/);
  await found("/shrunk", /- a phone would shrink it/);
});

Deno.test("a phone has a coarse pointer, a desktop a fine one; a look changes width and scheme", async () => {
  await using server = serving({ "/": GOOD });
  await using browser = await startBrowser();
  const queries = ["(pointer: coarse)", "(hover: hover)", "(width: 390px)", "(prefers-color-scheme: dark)"];
  const phone = await browser.open({ base: server.url, viewport: "phone", scheme: "dark" });
  const desktop = await browser.open({ base: server.url });
  for (const page of [phone, desktop]) await page.goto("/");
  const seen = (page: OpenPage) => Promise.all(queries.map((query) => isTrue(page, query)));
  assert.deepEqual(await seen(phone), [true, false, true, true]);
  assert.deepEqual(await seen(desktop), [false, true, false, false]);
  await phone.look({ viewport: "desktop", scheme: "light" });
  await desktop.look({ viewport: "phone", scheme: "dark" });
  assert.deepEqual(await seen(phone), [true, false, false, false]);
  assert.deepEqual(await seen(desktop), [false, true, true, true]);
});

Deno.test("without JavaScript no script runs, forms still work, and audits still find", async () => {
  await using server = serving({
    "/": around(
      `<noscript><p>Works without</p></noscript><form action="/next"><button>Go</button></form><img src="data:,">`,
      {
        head: `<script src="/runs.js"></script>`,
      },
    ),
    "/next": around("", { head: `<script src="/runs.js"></script>` }),
    "/runs.js": "document.title = 'it ran'",
  });
  await using browser = await startBrowser();
  const page = await browser.open({ base: server.url, javaScript: false });
  await page.goto("/");
  assert.ok(await page.locator("noscript p").isVisible());
  assert.match((await findings(page)).join("\n"), /^image-alt/);
  await page.getByRole("button", { name: "Go" }).click();
  await page.waitForURL("**/next?");
  assert.equal(await page.title(), "Made by the test");
});

Deno.test("a complaint nobody asked for fails its test at the end, and hides no other failure", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-browser-" });
  try {
    const harness = JSON.stringify(new URL("browser.ts", import.meta.url).href);
    await Deno.writeTextFile(
      `${directory}/made_test.ts`,
      `import { startBrowser } from ${harness};
async function complaining() {
  const page = await (await startBrowser()).open();
  await page.evaluate("console.error('a complaint')");
  return page;
}
Deno.test("only complains", async () => { await using _ = await complaining(); });
Deno.test("fails and complains", async () => { await using _ = await complaining(); throw new Error("a failure"); });
Deno.test("is calm", async () => { await using browser = await startBrowser(); await browser.open(); });
`,
    );
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const args = ["test", "-A", "--no-check", "--config", config, `${directory}/made_test.ts`];
    const { code, out: says } = await runChild(Deno.execPath(), args, { env: { NO_COLOR: "1" } });
    assert.equal(code, 1, says);
    assert.match(says, /only complains \.\.\. FAILED/);
    assert.match(says, /A page complained:\nabout:blank: console: a complaint/);
    assert.match(says, /fails and complains \.\.\. FAILED/);
    assert.match(says, /error: Error: a failure/);
    assert.match(says, /is calm \.\.\. ok/);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
