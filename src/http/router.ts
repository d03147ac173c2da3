/** The router, and what travels with each request. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";

export interface Env {
  Bindings: {
    /** Address of the socket's other end. */
    peer: string;
    requestId: string;
    /** The caller sent HEAD; the router sees a GET. */
    head?: boolean;
    /** For the log and the metrics; the route fills it in. */
    seen: { route?: string; providerId?: string };
  };
}

export type App = OpenAPIHono<Env>;
export type Call = HonoContext<Env>;
