import assert from "node:assert/strict";
import { AgingVersions, STALE_AFTER_MS } from "../../src/db/remote/aging_versions.ts";

Deno.test("every five seconds all is stale; what this process commits is at once", () => {
  let now = 1_000;
  const versions = new AgingVersions(() => now);
  const first = versions.of("a");
  now += STALE_AFTER_MS - 1;
  assert.equal(versions.of("a"), first);
  versions.raise(["a"]);
  const own = versions.of("a");
  assert.notEqual(own, first);
  assert.equal(versions.of("b"), first);
  now += 1;
  assert.notEqual(versions.of("a"), own);
  assert.notEqual(versions.of("b"), first);
});
