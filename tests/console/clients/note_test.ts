import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { findInDatabase } from "../../support/http.ts";
import { studio } from "../../support/studio.ts";
import { JANE, visitor } from "./visitor.ts";

Deno.test("the studio's note is kept, exported, never shown to the client, and erased with them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  const page = `/console/clients/${id}`;
  const save = (text: string) => owner.submit(page, { note: text }, `${page}/note`);
  assert.match(await owner.read(page), /Never shown to the client\. It stands beside the name on rosters\./);
  const saved = await owner.follow(await save(" Wrist <b>injury</b>:\r\nno planks "));
  assert.match(readable(saved.text), /The note is saved\./);
  assert.ok(saved.text.includes("Wrist &lt;b&gt;injury&lt;/b&gt;:\nno planks</textarea>"), saved.text);

  const tooLong = await save("x".repeat(501));
  assert.equal(tooLong.status, 400);
  assert.match(readable(tooLong.text), /At most 500 characters\./);
  assert.ok(tooLong.text.includes(`${"x".repeat(501)}</textarea>`), "what was typed is kept");
  assert.match(tooLong.text, /<textarea class="input" id="note"[^>]* aria-invalid="true"/);

  const [exported] = await s.books("clients");
  assert.equal(exported.note, "Wrist <b>injury</b>:\nno planks");
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": await s.signIn(JANE.email) });
  assert.equal(me.status, 200);
  assert.ok(!me.text.includes("planks"));

  assert.match(readable((await owner.follow(await save(""))).text), /The note is deleted\./);
  assert.equal((await s.books("clients"))[0].note, null);
  await save("Secret of hers");
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  assert.deepEqual(await findInDatabase(t, "Secret of hers"), []);
});
