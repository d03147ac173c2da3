/** The list of clients, and the search among them. */
import { Empty } from "../ui/empty.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { FoundClients } from "./found_clients.tsx";
import { type Found, type Search, searchClients, searchPath } from "./search.ts";

/** GET: the page. */
export async function clientsPage(call: PageContext): Promise<Response> {
  const found = await searchClients(call);
  const noneYet = found.clients.length === 0 && !found.search.q && !found.tooLong;
  return showPage(
    call,
    {
      title: "Clients",
      tab: "clients",
      narrow: true,
      actions: <a class="button" href="/console/clients/new">Add a client</a>,
      flash: { erased: "The client is erased. Bookings and payments stay in your books, without a name." },
      status: found.tooLong ? 400 : 200,
    },
    !noneYet && <SearchForm search={found.search} typed={call.query.get("q") ?? ""} />,
    <div id="results">
      {noneYet
        ? (
          <Empty
            what="No clients yet. They are added automatically, with their first booking, purchase or appointment."
            how="Somebody called? Add them, or book them in from a class."
            link={{ href: "/console/clients/new", label: "Add a client" }}
          />
        )
        : <Results call={call} found={found} />}
    </div>,
  );
}

function Results({ call, found }: { call: PageContext; found: Found }) {
  const { search, clients, nextCursor, tooLong } = found;
  if (tooLong) {
    const link = { href: "/console/clients", label: "Show everybody" };
    return <Empty what="Search for at most 120 characters." link={link} />;
  }
  if (clients.length > 0) return <FoundClients call={call} search={search} clients={clients} nextCursor={nextCursor} />;
  return (
    <Empty
      what={<>Nobody found for “{search.q}”.</>}
      how="A part of a name, an email or a phone number is enough."
      link={{ href: searchPath({ order: search.order }), label: "Clear search" }}
    />
  );
}

function SearchForm({ search, typed }: { search: Search; typed: string }) {
  return (
    <form class="search" method="get" action="/console/clients" role="search" data-search>
      <label for="q">Name, email or phone</label>
      <div class="line">
        <input class="input" id="q" name="q" type="search" value={typed} maxlength={120} autocomplete="off" />
        <button class="button" type="submit">Search</button>
      </div>
      {search.order === "name" && <input type="hidden" name="sort" value="name" />}
      {/* Outside of the results, which script replaces: so screen readers announce what was found. */}
      <p class="visually-hidden" role="status" id="found"></p>
    </form>
  );
}
