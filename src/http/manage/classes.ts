import { z } from "@hono/zod-openapi";
import { listManagedClasses, managedClassJson } from "../../domain/class_lists.ts";
import { byId } from "../../schemas/basics.ts";
import { classCancellation, classQuery, classUpdate, newClass } from "../../schemas/classes.ts";
import { cancelClass } from "../../workflows/classes/cancel_class.ts";
import { cancelSeries } from "../../workflows/classes/cancel_series.ts";
import { changeClass } from "../../workflows/classes/change_class.ts";
import { changeSeries } from "../../workflows/classes/change_series.ts";
import { completeClass } from "../../workflows/classes/complete_class.ts";
import { scheduleClasses } from "../../workflows/classes/schedule_classes.ts";
import { created, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { classCancelledView, exampleManagedClass, managedClassView } from "../views/classes.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function classRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/classes",
    summary: "Schedule a class",
    links: {
      "get /api/manage/classes/{id}": { id: "/id" },
      "patch /api/manage/classes/{id}": { id: "/id" },
      "post /api/manage/classes/{id}/cancel": { id: "/id" },
      "get /api/manage/classes/{id}/roster": { id: "/id" },
      "get /api/classes/{id}": { id: "/id" },
      "post /api/classes/{id}/book": { id: "/id" },
    },
    description:
      "Fields left out are taken from the service. `repeat` schedules one class a week at the same local time; the response is then `{items}`, and they share a `seriesId`.",
    body: newClass,
    responses: {
      201: {
        description: "Scheduled.",
        schema: z.union([managedClassView, z.object({ items: z.array(managedClassView) })]),
      },
    },
    errors: { not_found: "No such service or instructor." },
    example: { body: { serviceId: "{serviceId}", scheduledAt: "{nextWeek}" } },
  }, async ({ ctx, provider, body }) => {
    const { repeat, ...input } = body;
    const classes = await scheduleClasses(ctx, provider.id, { ...input, weeks: repeat?.weekly });
    return created(repeat ? `{"items":[${classes.join(",")}]}` : classes[0]);
  });

  ownerList(
    app,
    services,
    {
      path: "/api/manage/classes",
      summary: "List classes",
      links: {
        "get /api/manage/classes/{id}": { id: "/id" },
        "post /api/manage/classes/{id}/complete": { id: "/id" },
      },
      description: "Classes by time.",
      item: managedClassView,
      query: classQuery,
    },
    ({ ctx, provider, query: { from, until, status, ...page } }) =>
      listManagedClasses(ctx.db, provider.id, { fromAt: from, untilAt: until, status }, page),
  );

  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/classes/{id}",
    summary: "Read a class",
    params: byId,
    responses: { 200: { description: "The class.", schema: managedClassView } },
    errors: { not_found: "No such class." },
    example: { params: { id: "{classId}" } },
  }, async ({ ctx, provider, params }) => ok(await managedClassJson(ctx.db, provider.id, params.id)));

  ownerEndpoint(app, services, {
    method: "patch",
    path: "/api/manage/classes/{id}",
    summary: "Change or move a class",
    description:
      'Customers get a mail when the class moves. With `apply: "following"` those that follow it in its series change with it, all or none: ' +
      "a new time moves each by the same difference on the studio's clock, and each customer gets one mail.",
    params: byId,
    body: classUpdate,
    responses: {
      200: {
        description: 'The changed class. With `apply: "following"`: all that were changed.',
        schema: z.union([managedClassView, z.object({ items: z.array(managedClassView) })]),
      },
    },
    errors: {
      not_found: "No such class or instructor.",
      capacity_too_low: "More seats are taken than the new capacity allows.",
      series_conflict: "`conflicts` names the classes of the series that can't be changed.",
      class_cancelled: "It was cancelled.",
      class_completed: "It is completed.",
    },
    example: { params: { id: "{classId}" }, body: { publicNote: "Bring socks." } },
  }, async ({ ctx, provider, params, body }) => {
    const { apply, ...input } = body;
    const change = input.publicNote === "" ? { ...input, publicNote: null } : input;
    if (apply !== "following") return ok(await changeClass(ctx, provider.id, params.id, change));
    return ok(`{"items":[${(await changeSeries(ctx, provider.id, params.id, change)).join(",")}]}`);
  });

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/classes/{id}/cancel",
    summary: "Cancel a class",
    description:
      "Every booking is refunded or credited, whatever the cancellation window, and every customer is notified. Call again to retry failed refunds. " +
      'With `apply: "following"` those that follow it in its series are cancelled with it, and the sums are of them all.',
    params: byId,
    body: classCancellation,
    responses: { 200: { description: "What was refunded and credited so far.", schema: classCancelledView } },
    errors: { not_found: "No such class.", class_completed: "It is completed." },
    example: { params: { id: "{spareClassId}" } },
  }, async ({ ctx, provider, params, body: { apply } }) => {
    const cancel = apply === "following" ? cancelSeries : cancelClass;
    return ok(await cancel(ctx, provider.id, params.id));
  });

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/classes/{id}/complete",
    summary: "Complete a class",
    description: "Confirmed bookings become Completed.",
    params: byId,
    responses: {
      200: {
        description: "The class.",
        schema: managedClassView,
        example: { ...exampleManagedClass, status: "Completed" },
      },
    },
    errors: {
      not_found: "No such class.",
      not_started: "It has not started.",
      class_cancelled: "It was cancelled.",
    },
    example: { params: { id: "{pastClassId}" } },
  }, async ({ ctx, provider, params }) => ok(await completeClass(ctx, provider.id, params.id)));
}
