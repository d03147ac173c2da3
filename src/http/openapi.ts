/** The OpenAPI 3.1 document, made from the schemas that validate. */
import type { App } from "./endpoint.ts";

export const VERSION = "0.1.0";

export function openApiDocument(app: App, serverUrl: string) {
  const registry = app.openAPIRegistry;
  if (!registered.has(app)) {
    registered.add(app);
    const scheme = (name: string, value: Record<string, string>) =>
      registry.registerComponent("securitySchemes", name, value as never);
    scheme("tenantKey", {
      type: "apiKey",
      in: "header",
      name: "x-alera-key",
      description: "The studio's API key. Server-side only.",
    });
    scheme("origin", { type: "apiKey", in: "header", name: "Origin", description: "Must be in the key's allowlist." });
    scheme("customerToken", {
      type: "apiKey",
      in: "header",
      name: "x-customer-token",
      description: "From the mailed sign-in link, 30 days.",
    });
    scheme("ownerToken", { type: "http", scheme: "bearer", description: "The provider's owner token." });
    scheme("operatorToken", { type: "http", scheme: "bearer", description: "ALERA_OPERATOR_TOKEN." });
  }
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Alera",
      version: VERSION,
      description:
        "Booking engine for studios: classes, seats, payments, waitlists, class packs, gift cards, tips, a customer portal and calendar feeds. " +
        "Times are ISO 8601 UTC with milliseconds, money is integer cents. Every error is `{ error, … }`; the status code is the source of truth. " +
        "Every POST honours `Idempotency-Key` for 24 hours.",
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
}

const registered = new WeakSet<App>();
