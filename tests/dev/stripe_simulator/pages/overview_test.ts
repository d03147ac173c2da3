import assert from "node:assert/strict";
import { formAction, submit, world } from "../world.ts";

Deno.test("the index lists accounts, sessions and events; every page is honest and loads nothing from elsewhere", async () => {
  await using w = await world();
  const name = `<script>alert("x")</script>`;
  const named = w.sim.createAccount({ displayName: name, chargesEnabled: false });
  const { id } = await w.session();
  await w.sim.pay(id);
  w.box.statuses = [500];
  await w.sim.deliver();
  for (const path of ["/", `/c/pay/${id}`, `/accounts/${named}`, "/nowhere", "/c/pay/cs_none"]) {
    const response = await fetch(w.sim.url + path);
    const text = await response.text();
    assert.match(text, /Simulated Stripe\. No money moves\./, path);
    assert.ok(!text.includes("<script"), path);
    assert.ok(!/(src=|@import|url\(|<link)/.test(text), path);
    assert.match(response.headers.get("content-security-policy")!, /default-src 'none'/);
    assert.match(text, /name="viewport"/);
  }
  const index = await (await fetch(w.sim.url)).text();
  for (const part of [id, w.account, named, "checkout.session.completed", "answered 500"]) {
    assert.ok(index.includes(part), part);
  }
  await w.sim.deliver();
  const resend = formAction(await (await fetch(w.sim.url)).text(), "resend");
  assert.equal((await submit(w.sim.url, resend)).status, 303);
  assert.equal(await w.sim.deliver(), 1);
  for (const [action, enabled] of [["enable", true], ["disable", false]] as const) {
    await submit(w.sim.url, `/accounts/${named}/${action}`);
    assert.equal(w.sim.accounts.get(named)!.chargesEnabled, enabled);
  }
  await submit(w.sim.url, `/accounts/${named}/deauthorize`);
  assert.match(await (await fetch(`${w.sim.url}/accounts/${named}`)).text(), /disconnected/);
  const put = await fetch(w.sim.url, { method: "PUT", body: "x" });
  await put.body?.cancel();
  assert.equal(put.status, 405);
});
