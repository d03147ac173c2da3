/** A search among the clients, and the address that shows it. */
import { type ClientOrder, listClients } from "../../domain/client_search.ts";
import { z } from "@hono/zod-openapi";
import { clientSearch } from "../../schemas/clients.ts";
import { check, type Errors } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";

const CLIENTS_ON_A_PAGE = 50;

export interface FoundClient {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  createdAt: string;
}

export interface Search {
  q?: string;
  order: ClientOrder;
  cursor?: string;
}

/** Runs the search that the address asks for. */
export async function searchClients(
  { ctx, provider, query }: PageContext,
): Promise<{ search: Search; clients: FoundClient[]; nextCursor: string | null; errors: Errors | null }> {
  const { values, errors } = check(z.object({ q: clientSearch }), { q: query.get("q") ?? "" });
  const search: Search = {
    q: values?.q?.trim(),
    order: query.get("sort") === "name" ? "name" : "newest",
    cursor: query.get("cursor") ?? undefined,
  };
  if (errors) return { search, clients: [], nextCursor: null, errors };
  const page = { limit: CLIENTS_ON_A_PAGE, cursor: search.cursor };
  const { itemsJson, nextCursor } = await listClients(ctx.db, provider.id, search.q, page, search.order);
  return { search, clients: JSON.parse(itemsJson), nextCursor, errors };
}

/** The address of a search. */
export function searchPath({ q, order, cursor }: Search): string {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (order === "name") query.set("sort", "name");
  if (cursor) query.set("cursor", cursor);
  return query.size ? `/console/clients?${query}` : "/console/clients";
}
