/** The OpenAPI 3.1 document, made from the schemas that validate. */
import type { App } from "../router.ts";
import { VERSION } from "../../version.ts";
import { errorBody } from "../errors.ts";
import { COMPONENTS } from "./components.ts";
import { fillIn, SAMPLE_VALUES } from "./examples.ts";

/** Apps whose components are registered. */
const registered = new WeakSet<App>();

/** The document of the operations that the app has. */
export function openApiDocument(app: App, serverUrl: string) {
  if (!registered.has(app)) {
    registered.add(app);
    app.openAPIRegistry.register("Error", errorBody);
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
        "Every POST honours `Idempotency-Key` for 24 hours. Responses may gain fields, so ignore what you don't know. " +
        "Mails and Checkout lead customers to pages of the studio's own site: each operation that makes such a link names its page. They lead to " +
        "the Origin of the request that started the thing; where there was none, to the first allowed origin of the studio's newest live key, " +
        "else to this server. Guides: `/docs`, for programs `/llms.txt`.",
      license: { name: "MIT" },
    },
    servers: [{ url: serverUrl }],
    tags: [
      { name: "Classes", description: "The schedule, seats and the waitlist." },
      { name: "Bookings", description: "Cancelling a booking." },
      { name: "Payments", description: "Class packs, gift cards, tips." },
      { name: "Customer", description: "Sign-in link, summary, calendar." },
      { name: "Management", description: "What a studio's owner does." },
      { name: "Webhooks", description: "What Stripe calls." },
    ],
  });
  showExamples(document);
  return document;
}

/** A part of the document. */
// deno-lint-ignore no-explicit-any
type Json = Record<string, any>;

/** Copies the examples of requests and schemas to each parameter and response, where readers of the document look for them. */
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
