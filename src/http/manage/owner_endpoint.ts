/** How operations of a studio's owner are declared. */
import type { z } from "@hono/zod-openapi";
import type { Page } from "../../domain/pagination.ts";
import { pageQuery } from "../../schemas/basics.ts";
import { endpoint } from "../endpoint.ts";
import { pageOfItems } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import type { Given, Handler, Spec } from "../spec.ts";
import { pageOf } from "../views/basics.ts";

export const TAG = "Management";

/** An endpoint with auth `owner`, in the document under "Management". */
export function ownerEndpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  app: App,
  services: HttpServices,
  spec: Omit<Spec<P, Q, B>, "tag" | "auth">,
  handle: Handler<P, Q, B>,
): void {
  endpoint(app, services, { ...spec, tag: TAG, auth: "owner" }, handle);
}

interface ListSpec<Q extends z.ZodType> {
  path: string;
  summary: string;
  /** Of the page of items. */
  description: string;
  item: z.ZodType;
  /** With filters; else a page is all that can be asked for. */
  query?: Q;
  example?: { query?: Record<string, string> };
  /** Of the first item: `{"get /api/manage/classes/{id}": {id: "/id"}}`. */
  links?: Record<string, Record<string, string>>;
}

/** A list, a page at a time. */
export function ownerList<Q extends z.ZodType = typeof pageQuery>(
  app: App,
  services: HttpServices,
  { path, summary, description, item, query, example = {}, links }: ListSpec<Q>,
  list: (given: Given<z.ZodType, Q, z.ZodType>) => Promise<Page>,
): void {
  ownerEndpoint(app, services, {
    method: "get",
    path,
    summary,
    query: query ?? pageQuery as unknown as Q,
    responses: { 200: { description, schema: pageOf(item) } },
    errors: { invalid_request: query ? "Bad limit, cursor or filter." : "Bad limit or cursor." },
    example,
    links: links && ofFirstItem(links),
  }, async (given) => pageOfItems(await list(given)));
}

function ofFirstItem(links: Record<string, Record<string, string>>): Record<string, Record<string, string>> {
  const within = (inputs: Record<string, string>) =>
    Object.fromEntries(Object.entries(inputs).map(([name, pointer]) => [name, `/items/0${pointer}`]));
  return Object.fromEntries(Object.entries(links).map(([target, inputs]) => [target, within(inputs)]));
}
