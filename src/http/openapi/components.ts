/** The shared parts of the OpenAPI document: credentials, headers, parameters and errors. */

const header = (type: "string" | "integer", description: string, example: unknown) => ({
  description,
  schema: { type },
  example,
});

/** What many operations share; `operation.ts` refers to it. */
export const COMPONENTS = {
  securitySchemes: {
    tenantKey: {
      type: "apiKey",
      in: "header",
      name: "x-alera-key",
      description: "The studio's API key. Server-side only.",
    },
    origin: { type: "apiKey", in: "header", name: "Origin", description: "Must be in the key's allowlist." },
    customerToken: {
      type: "apiKey",
      in: "header",
      name: "x-customer-token",
      description: "From the mailed sign-in link, 30 days.",
    },
    customerTokenInQuery: {
      type: "apiKey",
      in: "query",
      name: "token",
      description: "The same token where a header can't be set.",
    },
    ownerToken: { type: "http", scheme: "bearer", description: "The provider's owner token." },
    operatorToken: { type: "http", scheme: "bearer", description: "ALERA_OPERATOR_TOKEN." },
  },
  headers: {
    RequestId: header("string", "The caller's x-request-id if it is valid, else a new one.", "k3v9q2m8x1c7b5n4a6zt"),
    RateLimitLimit: header("integer", "Requests a minute from one address.", 60),
    RateLimitRemaining: header("integer", "Requests left.", 59),
    RateLimitReset: header("integer", "Seconds until the oldest request no longer counts.", 60),
    RetryAfter: header("integer", "Seconds to wait.", 12),
    IdempotentReplayed: header("string", "`true`: a replay of the first response to this Idempotency-Key.", "true"),
    ETag: header("string", "Send it in If-None-Match.", '"mJ2s8bX0"'),
    CacheControl: header("string", "How long the response may be cached.", "private, max-age=5"),
    NoStore: header("string", "The response holds credentials and must not be stored.", "no-store"),
  },
  parameters: {
    IdempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description:
        "Makes a repeat safe: for 24 hours the same key with the same request gets the first response again, with any other request 409.",
      // No example: tools would send the same key with every body.
      schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x20-\\x7e]+$" },
    },
    IfNoneMatch: {
      name: "If-None-Match",
      in: "header",
      required: false,
      description: "The ETag of the response that you have: 304 while it is current.",
      schema: { type: "string" },
      example: '"mJ2s8bX0"',
    },
  },
};
