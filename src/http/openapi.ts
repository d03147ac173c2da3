/** The OpenAPI 3.1 document, made from the schemas that validate. */
import type { App } from "./endpoint.ts";
import { fillIn, SAMPLE_VALUES } from "./examples.ts";

export const VERSION = "0.1.0";

export function openApiDocument(app: App, serverUrl: string) {
  if (!registered.has(app)) {
    registered.add(app);
    for (const [kind, components] of Object.entries(COMPONENTS)) {
      for (const [name, value] of Object.entries(components)) {
        app.openAPIRegistry.registerComponent(kind as "headers", name, value as never);
      }
    }
  }
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Alera",
      version: VERSION,
      description:
        "Booking engine for studios: classes, seats, payments, waitlists, class packs, gift cards, tips, a customer portal and calendar feeds. " +
        "Times are ISO 8601 UTC with milliseconds, money is integer cents. Every error is `{ error, … }`; the status code is the source of truth. " +
        "Every POST honours `Idempotency-Key` for 24 hours. Answers may gain fields, so ignore what you don't know.",
      license: { name: "MIT" },
    },
    servers: [{ url: serverUrl }],
    tags: [
      { name: "Classes", description: "The schedule, seats and the waitlist." },
      { name: "Bookings", description: "Giving a seat back." },
      { name: "Payments", description: "Class packs, gift cards, tips." },
      { name: "Customer", description: "Sign-in link, summary, calendar." },
      { name: "Management", description: "What a studio's owner does." },
      { name: "Webhooks", description: "What Stripe calls." },
    ],
  });
  showExamples(document);
  return document;
}

const registered = new WeakSet<App>();

/** The parts of the document that are looked at here; the rest is the generator's. */
// deno-lint-ignore no-explicit-any
type Json = Record<string, any>;

/** Readers of the document look for examples at each parameter and each answer: the specs have them at the request and the schemas. */
function showExamples(document: Json): void {
  for (const item of Object.values(document.paths as Json)) {
    for (const operation of Object.values(item as Json)) {
      const example = fillIn(operation["x-example"] ?? {}, SAMPLE_VALUES);
      for (const parameter of operation.parameters ?? []) {
        const value = (parameter.in === "path" ? example.params : example.query)?.[parameter.name];
        if (value !== undefined) parameter.example = value;
      }
      for (const [status, response] of Object.entries(operation.responses as Json)) {
        const content = status.startsWith("2") ? response.content?.["application/json"] : undefined;
        if (content) content.example ??= exampleOf(content.schema, document);
      }
    }
  }
}

/** An example of a schema, from the examples of its parts. */
function exampleOf(schema: Json, document: Json): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref) return exampleOf(document.components.schemas[schema.$ref.split("/").at(-1)], document);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one: Json) => exampleOf(one, document)));
  if (schema.anyOf ?? schema.oneOf) return exampleOf((schema.anyOf ?? schema.oneOf)[0], document);
  if (schema.enum) return schema.enum[0];
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, one]) => [name, exampleOf(one as Json, document)]),
      );
    case "array":
      return [exampleOf(schema.items, document)];
    case "integer":
      return 1;
    case "boolean":
      return true;
    default:
      return "…";
  }
}

const header = (type: "string" | "integer", description: string, example: unknown) => ({
  description,
  schema: { type },
  example,
});

const refusal = (description: string, example: unknown) => ({
  description,
  headers: { "x-request-id": { $ref: "#/components/headers/RequestId" } },
  content: { "application/json": { schema: { $ref: "#/components/schemas/Error" }, example } },
});

/** What many operations share; `endpoint.ts` refers to it. */
const COMPONENTS = {
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
    RequestId: header("string", "The caller's x-request-id, if it is sane, else a fresh one.", "k3v9q2m8x1c7b5n4a6zt"),
    RateLimitLimit: header("integer", "Requests a minute from one address.", 60),
    RateLimitRemaining: header("integer", "How many of them are left.", 59),
    RateLimitReset: header("integer", "Seconds until the oldest request no longer counts.", 60),
    RetryAfter: header("integer", "Seconds to wait.", 12),
    IdempotentReplayed: header("string", "`true`: the first answer to this Idempotency-Key again.", "true"),
    ETag: header("string", "Send it back in If-None-Match.", '"mJ2s8bX0"'),
    CacheControl: header("string", "How long the answer may be kept.", "private, max-age=5"),
    Unkept: header("string", "The answer holds credentials and may not be kept.", "no-store"),
  },
  parameters: {
    IdempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description:
        "Makes a repeat safe: the same key with the same request gets the first answer again for 24 hours, with anything else 409.",
      // No example: tools would send the same key with every body.
      schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x20-\\x7e]+$" },
    },
    IfNoneMatch: {
      name: "If-None-Match",
      in: "header",
      required: false,
      description: "The ETag of the answer that you have: 304 while it is still right.",
      schema: { type: "string" },
      example: '"mJ2s8bX0"',
    },
  },
  responses: {
    TooLarge: refusal("The body is larger than 64 KiB.", { error: "The body is larger than 64 KiB." }),
    Interrupted: refusal("The body did not come to its end. Nothing was done; send it again.", {
      error: "The body did not arrive to its end, so nothing was done. Send the request again.",
    }),
    Fault: refusal("A fault on our side. Safe to retry with an Idempotency-Key.", {
      error: "Something went wrong on our side. Nothing is known to be lost; try again.",
      requestId: "k3v9q2m8x1c7b5n4a6zt",
    }),
  },
};
