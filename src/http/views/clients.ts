import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";
import { calendarFeedUrl, customerEnrollmentView } from "./customer.ts";
import { packageView } from "./packages.ts";

export const exampleClient = { id: "cli-08d2", name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" };

/** A client, as named in other records. */
export const clientFields = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});

export const clientView = clientFields.extend({
  note: z.string().nullable().openapi({ description: "The studio's own; the client never sees it." }),
  createdAt: instant,
}).openapi("Client", {
  example: { ...exampleClient, note: null, createdAt: "2026-05-13T20:33:25.624Z" },
});

export const clientDetailView = clientView.extend({
  enrollments: z.array(customerEnrollmentView),
  packages: z.array(packageView),
  calendarFeedUrl,
}).openapi("ClientDetail", { example: undefined });
