import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";

const kind = z.enum(["secret", "publishable"]);

export const apiKeyCreatedView = z.object({
  id: z.string(),
  key: z.string().openapi({ description: "Shown once." }),
  prefix: z.string(),
  label: z.string(),
  kind,
  allowedOrigins: z.array(z.string()),
  createdAt: instant,
}).openapi("ApiKeyCreated", {
  example: {
    id: "key-77b0",
    key: "alr_sclp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    prefix: "alr_sclp_xxxx",
    label: "Website",
    kind: "secret",
    allowedOrigins: ["https://your-site.com"],
    createdAt: "2026-05-01T09:00:00.000Z",
  },
});

export const apiKeyView = z.object({
  id: z.string(),
  prefix: z.string(),
  label: z.string(),
  kind,
  allowedOrigins: z.array(z.string()),
  quota: z.int().nullable().openapi({ description: "Requests a minute; 0: any number; null: the server's default." }),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
}).openapi("ApiKey", {
  example: {
    id: "key-77b0",
    prefix: "alr_sclp_xxxx",
    label: "Website",
    kind: "secret",
    allowedOrigins: ["https://your-site.com"],
    quota: null,
    createdAt: "2026-05-01T09:00:00.000Z",
    lastUsedAt: "2026-05-18T10:59:02.118Z",
    revokedAt: null,
  },
});
