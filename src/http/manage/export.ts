import { z } from "@hono/zod-openapi";
import { exportProvider } from "../../workflows/account/export_studio.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

export function exportRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/export",
    summary: "Export everything",
    description: "All data of the provider, one JSON object a line: `{type, …}`. Secrets are left out.",
    responses: { 200: { description: "NDJSON.", schema: z.string(), contentType: "application/x-ndjson" } },
    errors: {},
    example: {},
  }, ({ ctx, provider }) => {
    const lines = ReadableStream.from(exportProvider(ctx, provider.id));
    return new Response(lines.pipeThrough(new TextEncoderStream()), {
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": `attachment; filename="${provider.handle}.ndjson"`,
      },
    });
  });
}
