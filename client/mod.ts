/**
 * The typed client of Alera, the booking engine for studios: every call of its API, safe retries, typed errors, and the check
 * of webhooks. It needs nothing but `fetch` and Web Crypto: Node from 20, Deno, Bun, workers, and browsers with a publishable key.
 *
 * @example Book a class
 * ```ts
 * import { createAlera } from "@alera/client";
 *
 * const alera = createAlera({ url: "https://book.example.com", key: "alr_…", origin: "https://studio.example" });
 * const { classes } = await alera.get("/api/classes", {
 *   query: { handle: "sculpt-co", from: "2026-05-13", to: "2026-06-13" },
 * });
 * const { checkoutUrl } = await alera.post("/api/classes/{id}/book", {
 *   path: { id: classes[0].id },
 *   body: { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" },
 * });
 * ```
 * @module
 */
export { type Alera, type AleraOptions, createAlera } from "./src/client.ts";
export type { Answer, Call, Input, Method, PathOf } from "./src/calls.ts";
export { AleraError, type ErrorCode, type Issue } from "./src/error.ts";
export {
  verifyWebhook,
  type VerifyWebhookOptions,
  type WebhookEvent,
  type WebhookHeaders,
  WebhookVerificationError,
} from "./src/webhooks.ts";
export type * from "./src/openapi.ts";
