/** Errors are documented: no credential, another Origin, no JSON, too large, an unknown id, too often. */
import assert from "node:assert/strict";
import { OPERATOR } from "../../support/app.ts";
import { ORIGIN, studio } from "../../support/studio.ts";
import { fetchDocument, operationsOf, schemaChecker } from "../../support/openapi.ts";

Deno.test("refusals are documented, and their bodies are errors as documented", async (step) => {
  await using t = await studio({ rateLimits: true });
  const document = await fetchDocument(t);
  const check = schemaChecker(document);
  const error = { $ref: "#/components/schemas/Error" };
  for (const { method, path, spec } of operationsOf(document)) {
    await step.step(`${method} ${path}`, async () => {
      const refused = async (what: string, headers: Record<string, string>, body?: unknown) => {
        const target = path.replace(/\{\w+\}/g, "no-such-thing");
        const answer = await t.send(method, target, body, headers);
        assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status}`);
        assert.ok(spec.responses[answer.status], `${what}: ${answer.status} is documented`);
        assert.deepEqual(check(error, answer.body), [], what);
        return answer.status;
      };
      const writes = spec.requestBody !== undefined;
      if (["tenant", "owner", "operator"].includes(spec["x-auth"])) {
        assert.equal(await refused("without a credential", {}, writes ? {} : undefined), 401);
      }
      if (spec["x-auth"] === "tenant") {
        const headers = { "x-alera-key": t.studio.key, origin: "https://elsewhere.example" };
        assert.equal(await refused("from elsewhere", headers, writes ? {} : undefined), 403);
      }
      const headers: Record<string, string> = {
        tenant: { "x-alera-key": t.studio.key, origin: ORIGIN },
        owner: { authorization: `Bearer ${t.studio.ownerToken}` },
        operator: { authorization: `Bearer ${OPERATOR}` },
      }[spec["x-auth"] as string] ?? {};
      if (writes) {
        assert.equal(await refused("not JSON", headers, "{"), 400);
        assert.equal(await refused("too large", headers, { name: "x".repeat(70_000) }), 413);
      }
      if (path.includes("{") && !writes && spec["x-auth"] !== "none") {
        assert.equal(await refused("unknown id", headers), 404);
      }
      if (spec["x-auth"] === "customer") assert.equal(await refused("without a token", {}), 401);
      const limit: number | undefined = spec["x-rate-limit-per-minute"];
      if (limit !== undefined) {
        const target = path.replace(/\{\w+\}/g, "no-such-thing");
        for (let i = 0; i < limit; i++) await t.send(method, target);
        assert.equal(await refused("too often", headers, writes ? {} : undefined), 429);
      }
    });
  }
});
