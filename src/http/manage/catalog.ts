/** What the studio offers: instructors, services, closures, class packs. */
import { addInstructor } from "../../workflows/catalog/instructors.ts";
import { addService, changeService } from "../../workflows/catalog/services.ts";
import { addBlackout, removeBlackout } from "../../workflows/catalog/blackouts.ts";
import { addPackageType, changePackageType } from "../../workflows/catalog/package_types.ts";
import { listBlackouts } from "../../domain/blackouts.ts";
import { listPackageTypes } from "../../domain/packages.ts";
import { listServices } from "../../domain/services.ts";
import { listInstructors } from "../../domain/staff.ts";
import { refuseBackwards } from "../../workflows/classes/schedule_classes.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { blackout } from "../../schemas/blackouts.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { instructor } from "../../schemas/instructors.ts";
import { newPackageType, packageTypeChange } from "../../schemas/package_types.ts";
import { newService, serviceChange } from "../../schemas/services.ts";
import { pageAnswer } from "./answers.ts";
import { blackoutItem, instructorView, packageTypeView, pageOf, serviceView } from "./views.ts";

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
      body: newService,
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
    body: serviceChange,
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
      body: newPackageType,
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
    body: packageTypeChange,
    answers: { 200: { description: "As it is now.", schema: packageTypeView } },
    errors: { 400: "Validation failed.", 404: "No such class pack." },
    example: { params: { id: "{packageTypeId}" }, body: { active: true } },
  }, async ({ ctx, provider, params, body }) => ok(await changePackageType(ctx, provider.id, params.id, body)));
}
