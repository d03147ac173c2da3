/** What each call takes and answers, read from the types of the OpenAPI document. */
import type { paths } from "./openapi.ts";

/** How it is asked. */
export type Method = "get" | "post" | "patch" | "delete";

/** The paths that have this method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends PathOf<M>> = paths[P][M];

type Parameters<Op, In extends "path" | "query"> = Op extends { parameters: { [K in In]?: infer Given } }
  ? Exclude<Given, undefined>
  : never;
type Body<Op> = Op extends { requestBody?: { content: { "application/json": infer Given } } } ? Given : never;

/** Nothing where there is none, optional where nothing in it is required. */
type Field<Name extends string, T> = [T] extends [never] ? { [K in Name]?: undefined }
  // deno-lint-ignore ban-types
  : {} extends T ? { [K in Name]?: T }
  : { [K in Name]: T };

/** What a call may say besides its input. */
export interface Call {
  /** The visitor's address, who has limits of their own then. From a site's server only, with a secret key. */
  clientIp?: string;
  /** From the mailed sign-in link: whoever is signed in. */
  customerToken?: string;
  /** A POST's, instead of one that is made up: the same for a form that is sent twice. */
  idempotencyKey?: string;
  /** Ends the call and its retries. */
  signal?: AbortSignal;
}

/** What a call takes: the parameters in its path and query, and its body. */
export type Input<M extends Method, P extends PathOf<M>> =
  & Call
  & Field<"path", Parameters<Operation<M, P>, "path">>
  & Field<"query", Parameters<Operation<M, P>, "query">>
  & Field<"body", Body<Operation<M, P>>>;

/** The input may be left out where nothing in it is required. */
// deno-lint-ignore ban-types
export type Rest<T> = {} extends T ? [input?: T] : [input: T];

type Content<R> = R extends { content: { "application/json": infer T } } ? T : void;

/** What a call answers; nothing after a 204. */
export type Answer<M extends Method, P extends PathOf<M>> = Operation<M, P> extends { responses: infer R }
  ? { [Status in keyof R]: Content<R[Status]> }[keyof R]
  : never;
