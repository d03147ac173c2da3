/** The list of clients, and the search among them. */
import { Empty } from "../ui/empty.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { FoundClients } from "./found_clients.tsx";
import { type Search, searchClients, searchPath } from "./search.ts";

/** GET: the page. */
export async function clientsPage(call: PageContext): Promise<Response> {
  const { search, clients, nextCursor, errors } = await searchClients(call);
  const noneYet = clients.length === 0 && !search.q && !errors;
  return showPage(
    call,
    {
      title: "Clients",
      tab: "clients",
      narrow: true,
      flash: { erased: "The client is erased. Bookings and payments stay in your books, without a name." },
      errors,
    },
    <>
      {noneYet ? null : <SearchForm search={search} typed={call.query.get("q") ?? ""} />}
      <div id="results">
        {noneYet
          ? (
            <Empty
              what="No clients yet. They are added automatically, with their first booking, purchase or appointment."
              how="Somebody called? Book an appointment, and they are a client."
              link={{ href: "/console/appointments/new", label: "Book an appointment" }}
            />
          )
          : errors
          ? (
            <Empty
              what="Search for at most 120 characters."
              link={{ href: "/console/clients", label: "Show everybody" }}
            />
          )
          : clients.length === 0
          ? (
            <Empty
              what={<>Nobody found for “{search.q}”.</>}
              how="A part of a name, an email or a phone number is enough."
              link={{ href: searchPath({ order: search.order }), label: "Clear search" }}
            />
          )
          : <FoundClients call={call} search={search} clients={clients} nextCursor={nextCursor} />}
      </div>
    </>,
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
      {search.order === "name" ? <input type="hidden" name="sort" value="name" /> : null}
      {/* Outside of the results, which script replaces: so screen readers announce what was found. */}
      <p class="visually-hidden" role="status" id="found"></p>
    </form>
  );
}
