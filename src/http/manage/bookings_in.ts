import { z } from "@hono/zod-openapi";
import { bookedInJson } from "../../domain/managed_enrollments.ts";
import { byId } from "../../schemas/basics.ts";
import { bookingIn } from "../../schemas/bookings.ts";
import { bookIn } from "../../workflows/bookings/book_in.ts";
import { created } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { instant } from "../views/basics.ts";
import { paidCents, paidWith } from "../views/customer.ts";
import { enrollmentView, exampleEnrollment } from "../views/enrollments.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

const bookedInView = enrollmentView.extend({
  priceCents: z.int(),
  paidWith: paidWith.nullable().openapi({ description: "Null: not paid yet." }),
  paidCents,
  expiresAt: instant.nullable().openapi({ description: "When the hold of a payment link ends." }),
  checkoutUrl: z.string().nullable().openapi({ description: "The payment link that was mailed." }),
}).openapi("BookedInEnrollment", {
  example: {
    ...exampleEnrollment,
    priceCents: 2000,
    paidWith: "offline",
    paidCents: 2000,
    expiresAt: null,
    checkoutUrl: null,
  },
});

export function bookingInRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/classes/{id}/enrollments",
    summary: "Book somebody in",
    description:
      "By phone or at the door, until the class ends; a payment link only until it starts. Nobody is booked over the capacity. The client is mailed, if they have " +
      "an email. A known client's own unpaid hold is paid for. Cancelling a booking paid elsewhere refunds nothing automatically.",
    links: {
      "post /api/manage/enrollments/{id}/cancel": { id: "/id" },
      "get /api/manage/clients/{id}": { id: "/client/id" },
    },
    params: byId,
    body: bookingIn,
    responses: { 201: { description: "Booked, or held for the payment.", schema: bookedInView } },
    errors: {
      not_found: "No such class, client, class pack or gift card.",
      gift_card_expired: "The gift card has expired.",
      class_full: "No seat is left.",
      already_booked: "They have a seat, or hold one: `enrollmentId` where it is this client's.",
      payment_pending: "Their own payment is under way at the bank.",
      no_credits: "The class pack is empty or has expired.",
      gift_card_insufficient: "The gift card has less than the price.",
      conflict: "Their booking is just changing.",
      class_cancelled: "The class was cancelled.",
      class_started: "It is over; or, with a payment link, it has started.",
      class_completed: "It is completed.",
      not_onboarded: "You can't take payments yet.",
      checkout_failed: "Stripe did not make the payment page; nothing is held.",
      stripe_unavailable: "Stripe could not close the client's own payment page.",
    },
    example: {
      params: { id: "{laterClassId}" },
      body: { client: { name: "Sam Smith", phone: "(555) 555-0143" }, payment: "offline", amountCents: 2000 },
    },
  }, async ({ ctx, provider, params, body }) => {
    const { client, amountCents, ...rest } = body;
    const order = { ...rest, client: client ?? undefined, amountCents: amountCents ?? undefined };
    return created(await bookedInJson(ctx.db, await bookIn(ctx, provider.id, params.id, order)));
  });
}
