/** Routes that any site may call from a browser: their token is all that counts, and no cookie or key goes along. */

const openPaths = new Set<string>();

/** Marks a route as open. @param pattern as the router knows it: `/api/enrollments/:id/cancel` */
export function openPath(pattern: string): void {
  openPaths.add(pattern);
}

/** Whether any site may call the route from a browser. */
export function isOpenPath(pattern: string): boolean {
  return openPaths.has(pattern);
}

/** Lets any site read the response, without credentials. */
export function allowAnyOrigin(headers: Headers): void {
  headers.set("access-control-allow-origin", "*");
  headers.set(
    "access-control-expose-headers",
    "x-request-id, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, idempotent-replayed",
  );
}

/** The response to a browser that asks whether it may call an open route. */
export function preflight(methods: string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers": "content-type, x-customer-token, idempotency-key, x-request-id",
      "access-control-max-age": "86400",
    },
  });
}
