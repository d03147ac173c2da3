/** Every error that a test provokes is one that its operation declares: the document's enum of codes is held to what happens. */
import assert from "node:assert/strict";
import type { Alera } from "../../src/app.ts";
import { ERROR_CODES } from "../../src/http/error_codes.ts";
import { type Json, operationsOf } from "./openapi.ts";

/** The app, whose `request` fails on an error under /api that is not declared. */
export function checkingErrors(app: Alera): Alera {
  let find: ReturnType<typeof finderOf> | null = null;
  return {
    ...app,
    async request(path, init, peer) {
      const response = await app.request(path, init, peer);
      const method = init?.method ?? "GET";
      if (response.status >= 400 && method !== "HEAD" && path.startsWith("/api/")) {
        find ??= finderOf(app.openApi() as Json);
        const body = await response.clone().json();
        const where = `${method} ${path}: ${response.status} ${JSON.stringify(body)}`;
        assert.ok(body.code in ERROR_CODES, `an unknown code: ${where}`);
        const declared = find(method, path);
        if (declared) assert.ok(declared(response.status).includes(body.code), `not declared: ${where}`);
      }
      return response;
    },
  };
}

/** Method and path → status → the codes that the document names; null for an operation that is not there. */
function finderOf(document: Json) {
  const operations = operationsOf(document).map(({ method, path, spec }) => ({
    method,
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
    codesOf: (status: number) => Object.keys(spec.responses[status]?.["x-codes"] ?? {}),
  }));
  return (method: string, path: string) => {
    const [pathname] = path.split(/[?#]/);
    return operations.find((one) => one.method === method && one.pattern.test(pathname))?.codesOf ?? null;
  };
}
