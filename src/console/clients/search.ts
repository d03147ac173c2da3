/** A search among the clients, and the address that shows it. */
import { type ClientOrder, listClients } from "../../domain/client_search.ts";
import { clientSearch } from "../../schemas/clients.ts";
import type { PageContext } from "../ui/page_context.ts";

const CLIENTS_ON_A_PAGE = 50;

export interface FoundClient {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  createdAt: string;
}

export interface Search {
  q?: string;
  order: ClientOrder;
  cursor?: string;
}

export interface Found {
  search: Search;
  clients: FoundClient[];
  nextCursor: string | null;
  tooLong?: boolean;
}

/** Runs the search that the address asks for. */
export async function searchClients({ ctx, provider, query }: PageContext): Promise<Found> {
  const { data, success } = clientSearch.safeParse(query.get("q") ?? "");
  const search: Search = {
    q: data?.trim(),
    order: query.get("sort") === "name" ? "name" : "newest",
    cursor: query.get("cursor") ?? undefined,
  };
  if (!success) return { search, clients: [], nextCursor: null, tooLong: true };
  const page = { limit: CLIENTS_ON_A_PAGE, cursor: search.cursor };
  const { itemsJson, nextCursor } = await listClients(ctx.db, provider.id, search.q, page, search.order);
  return { search, clients: JSON.parse(itemsJson), nextCursor };
}

/** The address of a search. */
export function searchPath({ q, order, cursor }: Search): string {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (order === "name") query.set("sort", "name");
  if (cursor) query.set("cursor", cursor);
  return query.size ? `/console/clients?${query}` : "/console/clients";
}
