import { z } from "@hono/zod-openapi";

export const instant = z.string().openapi({ format: "date-time", example: "2026-05-18T11:00:00.000Z" });

/** `{ items, nextCursor }` */
export function pageOf(item: z.ZodType) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: "Null on the last page.", example: null }),
  });
}
