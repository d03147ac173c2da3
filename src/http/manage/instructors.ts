import { listInstructors } from "../../domain/staff.ts";
import { instructor } from "../../schemas/instructors.ts";
import { addInstructor } from "../../workflows/catalog/instructors.ts";
import { created } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { instructorView } from "../views/instructors.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function instructorRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/instructors",
    summary: "Add an instructor",
    links: {
      "post /api/manage/classes": { instructorId: "/id" },
    },
    body: instructor,
    responses: { 201: { description: "Added.", schema: instructorView } },
    errors: {},
    example: { body: { name: "Sarah Lee" } },
  }, async ({ ctx, provider, body }) => created(await addInstructor(ctx, provider.id, body.name)));

  ownerList(app, services, {
    path: "/api/manage/instructors",
    summary: "List instructors",
    description: "Instructors.",
    item: instructorView,
  }, ({ ctx, provider, query }) => listInstructors(ctx.db, provider.id, query));
}
