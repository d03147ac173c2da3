import { z } from "@hono/zod-openapi";
import { EVENT_TYPES, PING } from "../../domain/events.ts";
import { instant } from "./basics.ts";

const exampleEndpoint = {
  id: "we-41c7",
  url: "https://your-site.com/hooks/alera",
  types: ["booking.confirmed", "booking.cancelled"],
  description: "Our website",
  status: "enabled",
  disabledReason: null,
  failingSince: null,
  createdAt: "2026-05-01T09:00:00.000Z",
};

const fields = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.enum(["*", ...EVENT_TYPES])),
  description: z.string().nullable(),
  status: z.enum(["enabled", "disabled"]),
  disabledReason: z.enum(["owner", "gone", "failing"]).nullable().openapi({
    description: "`gone`: it answered 410; `failing`: nothing could be delivered for five days.",
  }),
  failingSince: instant.nullable().openapi({ description: "The first failure since its last delivery." }),
  createdAt: instant,
});

export const endpointView = fields.openapi("WebhookEndpoint", { example: exampleEndpoint });

export const endpointWithSecretView = fields.extend({
  secret: z.string().openapi({ description: "Signs what is sent. Shown once." }),
}).openapi("WebhookEndpointCreated", {
  example: { ...exampleEndpoint, secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" },
});

export const deliveryView = z.object({
  id: z.string(),
  eventId: z.string().openapi({ description: "The `webhook-id` header, the same at every try." }),
  endpointId: z.string(),
  type: z.enum([...EVENT_TYPES, PING]),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int(),
  lastStatus: z.int().nullable().openapi({ description: "Null without an answer." }),
  lastError: z.string().nullable(),
  nextAttemptAt: instant.nullable().openapi({ description: "Null unless pending." }),
  createdAt: instant,
}).openapi("WebhookDelivery", {
  example: {
    id: "dlv-70b2",
    eventId: "evt-8c41",
    endpointId: "we-41c7",
    type: "booking.confirmed",
    state: "delivered",
    attempts: 1,
    lastStatus: 200,
    lastError: null,
    nextAttemptAt: null,
    createdAt: "2026-05-13T20:33:25.624Z",
  },
});

/** What the owner sees of an endpoint. */
export function endpointShape<T extends { providerId: string }>({ providerId: _, ...shown }: T): Omit<T, "providerId"> {
  return shown;
}
