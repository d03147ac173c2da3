import assert from "node:assert/strict";
import { startApp } from "../support/app.ts";

Deno.test("the server's own address answers a page that leads on, to places that are there", async () => {
  for (const development of [false, true]) {
    await using t = await startApp({ settings: { development } });
    const page = await t.send("GET", "/");
    assert.deepEqual([page.status, page.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
    const links = [...page.text.matchAll(/href="(\/[^"]*)"/g)].map(([, to]) => to);
    assert.equal(links.includes("/dev/mailbox"), development);
    for (const to of links) assert.ok([200, 302, 303].includes((await t.send("GET", to)).status), to);
  }
});
