/** What an operation declares of itself: the router, the checks and the OpenAPI document are made from it. */
import type { z } from "@hono/zod-openapi";
import type { ApiKey } from "../domain/api_keys.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { Provider } from "../domain/providers.ts";
import type { Context } from "../workflows/context.ts";
import type { Tenant } from "../workflows/tenant.ts";
import type { Call } from "./router.ts";

/** `signed`: a token in the body. `customer`: a token in header or query; an API key is optional but must be valid. */
export type Auth = "tenant" | "signed" | "customer" | "owner" | "operator" | "none";

export interface Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: "get" | "post" | "patch" | "delete";
  /** `/api/classes/{id}` */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  auth: Auth;
  /** With auth `tenant`: a publishable key is refused. */
  secretKey?: boolean;
  /** Requests a minute from one client address. */
  limit?: number;
  params?: P;
  query?: Q;
  body?: B;
  /** For the document only. */
  headers?: z.ZodObject;
  /** With auth `signed`: the body field that holds the token. */
  credential?: string;
  /** Responses carry an ETag; a caller that has it already gets 304. */
  conditional?: boolean;
  /** A GET that may have to write, and is answered 503 while nothing can be written; of other methods that goes without saying. */
  writes?: boolean;
  /** Responses hold credentials: `cache-control: no-store`. */
  noStore?: boolean;
  responses: Record<number, { description: string; schema?: z.ZodType; example?: unknown; contentType?: string }>;
  /** What each error code means here; those of every operation of its kind are added (`openapi/error_list.ts`). */
  errors: Partial<Record<ErrorCode, string>>;
  /** Statuses that differ from those of `error_codes.ts`. */
  statuses?: Partial<Record<ErrorCode, number>>;
  /**
   * Operations that go on from this one's answer, and where in it their inputs are: `{"get /api/classes/{id}": {id: "/id"}}`.
   * What is not in the path goes into the body.
   */
  links?: Record<string, Record<string, string>>;
  /** The request that the document shows, with placeholders (`openapi/examples.ts`); a test sends every one. */
  example?: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
}

/** An operation of any input. */
export type AnySpec = Spec<z.ZodType, z.ZodType, z.ZodType>;

/** What a handler gets: the checked input, and who is asking. */
export interface Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> extends Caller {
  c: Call;
  ctx: Context;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
}

/** Who is asking; each kind of auth fills in its own. */
export interface Caller {
  /** With auth `tenant`: the key, and the Origin as it came; `origin` is where the customer's links lead. */
  tenant: Tenant & { requestOrigin: string; keyId: string; key: ApiKey };
  /** With auth `owner`. */
  provider: Provider;
  /** With auth `customer`: the provider of the API key, if one was sent. */
  keyProviderId: string | null;
}

export type Handler<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = (
  given: Given<P, Q, B>,
) => Promise<Response> | Response;
