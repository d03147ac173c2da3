import { clientAddress } from "./client_address.ts";
import type { Call } from "./router.ts";
import type { HttpServices } from "./services.ts";

/** Counts a request against its route. @returns the headers of the response @throws HttpError 429 */
export function limitRequest(services: HttpServices, c: Call, route: string, limit: number): Record<string, string> {
  const trusted = services.trustProxy ? c.req.header(services.trustProxy) ?? null : null;
  return services.limiter.take(clientAddress(c.env.peer, trusted), route, limit, services.ctx.clock.now());
}
