/** What the studio offers: instructors, services, closures, class packs. */
import { addInstructor } from "../../workflows/catalog/instructors.ts";
import { addService, changeService } from "../../workflows/catalog/services.ts";
import { addBlackout, removeBlackout } from "../../workflows/catalog/blackouts.ts";
import { addPackageType, changePackageType } from "../../workflows/catalog/package_types.ts";
import { z } from "@hono/zod-openapi";
import { listBlackouts } from "../../domain/blackouts.ts";
import { listPackageTypes } from "../../domain/packages.ts";
import { listServices } from "../../domain/services.ts";
import { listInstructors } from "../../domain/staff.ts";
import { refuseBackwards } from "../../workflows/classes/schedule_classes.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { id, instant, label, name, pageQuery, price } from "../../schemas/basics.ts";
import { pageAnswer } from "./answers.ts";
import { blackoutItem, instructorView, packageTypeView, pageOf, serviceView } from "./views.ts";

/** What an owner says of a service. */
export const service = z.object({
  name: name(),
  durationMin: z.int().min(1).max(24 * 60),
  priceCents: price(),
  capacity: z.int().min(1).max(10_000),
  cancelWindowHours: z.int().min(0).max(24 * 365).nullable(),
  tipsEnabled: z.boolean(),
});
/** What an owner says of a class pack. */
export const packageType = z.object({
  name: name(),
  sessionsTotal: z.int().min(1).max(1000),
  priceCents: z.int().min(50, "At least 50 cents.").max(99_999_999),
  validDays: z.int().min(1).max(3650).nullable(),
  active: z.boolean(),
});
/** What an owner says of an instructor. */
export const instructor = z.object({ name: name() });
/** What an owner says of a closure. */
export const blackout = z.object({
  label: label(),
  startsAt: instant(),
  endsAt: instant(),
  allDay: z.boolean().default(false),
  kind: label(40).default("closure"),
});
const byId = z.object({ id: id() });
const list = { errors: { 400: "Bad limit or cursor." }, example: {} };
const tag = "Management";

export function catalogRoutes(app: App, services: HttpServices): void {
  endpoint(
    app,
    services,
    {
      method: "post",
      path: "/api/manage/instructors",
      tag,
      summary: "Add an instructor",
      auth: "owner",
      body: instructor,
      answers: { 201: { description: "Added.", schema: instructorView } },
      errors: { 400: "Validation failed." },
      example: { body: { name: "Sarah Lee" } },
    },
    async ({ ctx, provider, body }) => ok(await addInstructor(ctx, provider.id, body.name), 201),
  );

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/instructors",
    tag,
    summary: "List instructors",
    auth: "owner",
    query: pageQuery,
    answers: { 200: { description: "Instructors.", schema: pageOf(instructorView) } },
    ...list,
  }, async ({ ctx, provider, query }) => pageAnswer(await listInstructors(ctx.db, provider.id, query)));

  endpoint(
    app,
    services,
    {
      method: "post",
      path: "/api/manage/services",
      tag,
      summary: "Add a service",
      auth: "owner",
      body: service.extend({
        capacity: service.shape.capacity.default(1),
        cancelWindowHours: service.shape.cancelWindowHours.default(null),
        tipsEnabled: service.shape.tipsEnabled.default(true),
      }),
      answers: { 201: { description: "Added.", schema: serviceView } },
      errors: { 400: "Validation failed." },
      example: { body: { name: "Pilates Class", durationMin: 50, priceCents: 2000, capacity: 6 } },
    },
    async ({ ctx, provider, body }) => ok(await addService(ctx, provider.id, body), 201),
  );

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/services",
    tag,
    summary: "List services",
    auth: "owner",
    query: pageQuery,
    answers: { 200: { description: "Services.", schema: pageOf(serviceView) } },
    ...list,
  }, async ({ ctx, provider, query }) => pageAnswer(await listServices(ctx.db, provider.id, query)));

  endpoint(app, services, {
    method: "patch",
    path: "/api/manage/services/{id}",
    tag,
    summary: "Change a service",
    description: "Classes already made keep their name, price and length.",
    auth: "owner",
    params: byId,
    body: service.partial(),
    answers: { 200: { description: "As it is now.", schema: serviceView } },
    errors: { 400: "Validation failed.", 404: "No such service." },
    example: { params: { id: "{serviceId}" }, body: { tipsEnabled: true } },
  }, async ({ ctx, provider, params, body }) => ok(await changeService(ctx, provider.id, params.id, body)));

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/blackouts",
    tag,
    summary: "Add a closure",
    auth: "owner",
    body: blackout,
    answers: { 201: { description: "Added.", schema: blackoutItem } },
    errors: { 400: "Validation failed." },
    example: {
      body: {
        label: "Studio closed for Memorial Day",
        startsAt: "2026-05-25T00:00:00.000Z",
        endsAt: "2026-05-27T00:00:00.000Z",
        allDay: true,
        kind: "holiday",
      },
    },
  }, async ({ ctx, provider, body }) => {
    refuseBackwards(body.startsAt, body.endsAt);
    return ok(await addBlackout(ctx, provider.id, body), 201);
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/blackouts",
    tag,
    summary: "List closures",
    auth: "owner",
    query: pageQuery,
    answers: { 200: { description: "Closures by their start.", schema: pageOf(blackoutItem) } },
    ...list,
  }, async ({ ctx, provider, query }) => pageAnswer(await listBlackouts(ctx.db, provider.id, query)));

  endpoint(app, services, {
    method: "delete",
    path: "/api/manage/blackouts/{id}",
    tag,
    summary: "Delete a closure",
    auth: "owner",
    params: byId,
    answers: { 204: { description: "Deleted." } },
    errors: { 404: "No such closure." },
    example: { params: { id: "{blackoutId}" } },
  }, async ({ ctx, provider, params }) => {
    await removeBlackout(ctx, provider.id, params.id);
    return new Response(null, { status: 204 });
  });

  endpoint(
    app,
    services,
    {
      method: "post",
      path: "/api/manage/package-types",
      tag,
      summary: "Add a class pack",
      auth: "owner",
      body: packageType.extend({
        validDays: packageType.shape.validDays.default(null),
        active: packageType.shape.active.default(true),
      }),
      answers: { 201: { description: "Added.", schema: packageTypeView } },
      errors: { 400: "Validation failed." },
      example: { body: { name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000, validDays: 180 } },
    },
    async ({ ctx, provider, body }) => ok(await addPackageType(ctx, provider.id, body), 201),
  );

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/package-types",
    tag,
    summary: "List class packs on sale",
    auth: "owner",
    query: pageQuery,
    answers: { 200: { description: "Class packs.", schema: pageOf(packageTypeView) } },
    ...list,
  }, async ({ ctx, provider, query }) => pageAnswer(await listPackageTypes(ctx.db, provider.id, query)));

  endpoint(app, services, {
    method: "patch",
    path: "/api/manage/package-types/{id}",
    tag,
    summary: "Change a class pack",
    description: "Packs already sold stay as they are. `active: false` takes it off sale.",
    auth: "owner",
    params: byId,
    body: packageType.partial(),
    answers: { 200: { description: "As it is now.", schema: packageTypeView } },
    errors: { 400: "Validation failed.", 404: "No such class pack." },
    example: { params: { id: "{packageTypeId}" }, body: { active: true } },
  }, async ({ ctx, provider, params, body }) => ok(await changePackageType(ctx, provider.id, params.id, body)));
}
