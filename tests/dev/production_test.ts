import assert from "node:assert/strict";
import { runChild } from "../support/child_process.ts";

const ROOT = new URL("../../", import.meta.url);

interface Graph {
  roots: string[];
  redirects: Record<string, string>;
  modules: { specifier: string; dependencies?: { code?: { specifier: string }; isDynamic?: boolean }[] }[];
}

/** What a file loads, as `deno info` knows it. `dynamic`: also what it may load later. */
async function loadedBy(file: string, options: { dynamic: boolean }): Promise<string[]> {
  const { code, out, err } = await runChild(Deno.execPath(), ["info", "--json", file], { cwd: ROOT });
  assert.equal(code, 0, err);
  const graph: Graph = JSON.parse(out);
  const dependencies = new Map(graph.modules.map((one) => [one.specifier, one.dependencies ?? []]));
  const loaded = new Set<string>();
  function visit(specifier: string): void {
    if (loaded.has(specifier)) return;
    loaded.add(specifier);
    for (const { code, isDynamic } of dependencies.get(graph.redirects[specifier] ?? specifier) ?? []) {
      if (code && (options.dynamic || !isDynamic)) visit(code.specifier);
    }
  }
  graph.roots.forEach(visit);
  return [...loaded].map((one) => one.replace(ROOT.href, ""));
}

/** Ours for development, and the packages that only its simulator needs. */
const isDevelopment = (one: string) => /^src\/dev\/|^(npm:\/?)?(ajv|qs)(@|\/|$)/.test(one);

Deno.test("production loads nothing of src/dev, nor the packages that only the simulator needs", async () => {
  const always = await loadedBy("src/main.ts", { dynamic: false });
  assert.ok(always.includes("src/app.ts") && always.some((one) => /^npm:\/?stripe@/.test(one)), always.join("\n"));
  assert.deepEqual(always.filter(isDevelopment), []);
  const ever = await loadedBy("src/main.ts", { dynamic: true });
  for (const file of ["src/dev/start.ts", "src/dev/stripe_simulator/simulator.ts", "src/dev/storefront/server.ts"]) {
    assert.ok(ever.includes(file), `${file} is part of the binary`);
  }
  assert.ok(ever.some((one) => isDevelopment(one) && /ajv/.test(one)));
});
