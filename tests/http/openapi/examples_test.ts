/** The examples of the OpenAPI document fit their schemas, and work when they are sent. */
import assert from "node:assert/strict";
import { fillIn } from "../../../src/http/openapi/examples.ts";
import type { Answer, TestApp } from "../../support/app.ts";
import { studio } from "../../support/studio.ts";
import {
  fetchDocument,
  type Json,
  type Operation,
  operationsOf,
  schemaChecker,
  undocumented,
} from "../../support/openapi.ts";
import { exampleRecords } from "../../support/example_records.ts";

/** Deletions and the like come last: others need what they take away. */
function inSafeOrder(operations: Operation[]): Operation[] {
  const late = (one: Operation) => one.method === "DELETE" || one.path.endsWith("/calendar-feed") ? 1 : 0;
  return [...operations].sort((a, b) => late(a) - late(b));
}

async function send(
  t: TestApp,
  method: string,
  path: string,
  { params = {}, query, body }: Json,
  headers: Record<string, string>,
): Promise<Answer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]));
  const search = query ? `?${new URLSearchParams(query)}` : "";
  return await t.send(method, filled + search, body, headers);
}

function checkHeaders(documented: Json, answer: Answer): void {
  for (const name of Object.keys(documented.headers ?? {})) {
    if (name === "idempotent-replayed" || name.startsWith("ratelimit-")) continue; // of a repeat; limits are off here
    assert.ok(answer.headers.get(name), `${name} is sent`);
  }
  assert.equal(answer.headers.has("etag"), "ETag" in (documented.headers ?? {}), "an ETag is documented");
}

Deno.test("every example in the document fits its schema", async () => {
  await using t = await studio({ onboarded: false });
  const document = await fetchDocument(t);
  const check = schemaChecker(document);
  const wrong: string[] = [];
  let seen = 0;
  const look = (where: string, schema: Json, example: unknown) => {
    seen++;
    for (const mistake of check(schema, example)) wrong.push(`${where}: ${mistake}`);
  };
  const walk = (where: string, value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const part = value as Json;
    if ("example" in part && part.schema) look(where, part.schema, part.example);
    else if ("example" in part && (part.type ?? part.allOf ?? part.anyOf)) look(where, part, part.example);
    for (const [name, one] of Object.entries(part)) if (name !== "example") walk(`${where}/${name}`, one);
  };
  assert.ok(check({ $ref: "#/components/schemas/Booking" }, {}).length > 0, "the checker finds what is wrong");
  walk("#/components", document.components);
  walk("#/paths", document.paths);
  assert.deepEqual(wrong, []);
  assert.ok(seen > 100, `${seen} examples`);
});

Deno.test("every example in the document works as it stands, and is answered as documented", async (step) => {
  await using t = await studio();
  const document = await fetchDocument(t);
  const check = schemaChecker(document);
  const { values, credentials } = await exampleRecords(t);
  const operations = operationsOf(document);
  let sent = 0;
  for (const { method, path, spec } of inSafeOrder(operations)) {
    if (!spec["x-example"]) continue;
    await step.step(`${method} ${path}`, async () => {
      const request = fillIn(spec["x-example"], values);
      assert.deepEqual(JSON.stringify(request).match(/\{[a-z]\w+\}/g), null, "every placeholder is known");
      const answer = await send(t, method, path, request, credentials[spec["x-auth"] as keyof typeof credentials]);
      const documented = spec.responses[answer.status];
      assert.ok(answer.status < 300 && documented, `${answer.status} ${answer.text.slice(0, 500)}`);
      checkHeaders(documented, answer);
      const [contentType, content] = Object.entries<Json>(documented.content ?? {})[0] ?? [null, null];
      if (contentType === "application/json") {
        assert.deepEqual(check(content!.schema, answer.body), []);
        assert.deepEqual(undocumented(document, content!.schema, answer.body), [], "the document has every field");
      } else if (contentType) assert.ok(answer.headers.get("content-type")!.startsWith(contentType));
      else assert.equal(answer.text, "");
    });
    sent++;
  }
  assert.equal(sent, operations.length - 1, "all but Stripe's webhook");
});
