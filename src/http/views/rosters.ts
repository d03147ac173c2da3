import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";
import { paidCents, paidWith } from "./customer.ts";
import { managedClassView } from "./classes.ts";
import { clientFields, exampleClient } from "./clients.ts";
import { enrollmentView, exampleEnrollment } from "./enrollments.ts";

const exampleRosterEnrollment = {
  ...exampleEnrollment,
  priceCents: 2000,
  paidWith: "card",
  paidCents: 2000,
  expiresAt: null,
  cancelledAt: null,
  lateCancel: null,
};

const rosterEnrollmentView = enrollmentView.extend({
  priceCents: z.int(),
  paidWith: paidWith.nullable().openapi({ description: "Null: not paid yet." }),
  paidCents,
  expiresAt: instant.nullable().openapi({
    description: "When the hold ends. Null in `holds` while the bank is processing the payment.",
  }),
  cancelledAt: instant.nullable(),
  lateCancel: z.boolean().nullable(),
}).openapi("RosterEnrollment", { example: exampleRosterEnrollment });

export const rosterView = z.object({
  class: managedClassView,
  enrollments: z.array(rosterEnrollmentView),
  holds: z.array(rosterEnrollmentView),
  waitlist: z.array(
    z.object({ id: z.string(), joinedAt: instant, position: z.int(), client: clientFields }).openapi("WaitlistEntry", {
      example: { id: "wl-3c1b", joinedAt: "2026-05-14T08:12:00.000Z", position: 1, client: exampleClient },
    }),
  ),
}).openapi("Roster");
