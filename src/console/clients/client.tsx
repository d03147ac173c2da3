/** One client: all that the studio knows of them. */
import type { Client } from "../../domain/clients.ts";
import { getClientView } from "../../workflows/clients/view_client.ts";
import { Contact, firstName } from "../ui/contact.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { CalendarFeed } from "./calendar_feed.tsx";
import { ClientBookings } from "./client_bookings.tsx";
import { Erase } from "./erase.tsx";
import { GiftCardRow } from "./gift_card_row.tsx";
import { Note } from "./note.tsx";
import { PackRow } from "./pack_row.tsx";
import { RowSection, Section } from "../ui/section.tsx";
import { SigninLink } from "./signin_link.tsx";

/** GET: the page. */
export async function clientPage(call: PageContext): Promise<Response> {
  const view = await getClientView(call.ctx, call.provider.id, call.id, { all: call.query.get("past") === "all" });
  const { client } = view;
  return showPage(
    call,
    {
      title: client.name,
      tab: "clients",
      back: { href: "/console/clients", label: "Clients" },
      actions: (
        <>
          <a class="button phone-only" href="#note-heading">Note</a>
          <a class="button" href={`/console/clients/${client.id}/edit`}>Change</a>
        </>
      ),
      headMore: <About call={call} client={client} />,
      flash: flashOf(client),
    },
    <div class="split">
      <div>
        <ClientBookings call={call} view={view} />
      </div>
      <div>
        <Note call={call} client={client} />
        <RowSection
          id="packs"
          title="Packs"
          rows={view.packs}
          row={(pack) => <PackRow call={call} pack={pack} />}
          none="No packs."
        />
        <RowSection
          id="gift-cards"
          title="Gift cards"
          rows={view.giftCards}
          row={(card) => <GiftCardRow call={call} card={card} client={client} />}
        />
        {client.email !== null && <SigninLink call={call} client={client} />}
        <CalendarFeed client={client} url={view.calendarFeedUrl} />
        <Section id="merge" title="Twice in your list?">
          <a class="button" href={`/console/clients/${client.id}/merge`}>Merge…</a>
        </Section>
        <Erase client={client} />
      </div>
    </div>,
  );
}

function About({ call, client }: { call: PageContext; client: Client }) {
  return (
    <>
      <Contact client={client} />
      <p class="muted small">
        Client since <time datetime={client.createdAt}>{call.format.date(client.createdAt)}</time>
      </p>
      {client.note && <p class="studio-note">{client.note}</p>}
    </>
  );
}

function flashOf(client: Client): Record<string, string> {
  const first = firstName(client.name);
  return {
    noted: client.note ? "The note is saved." : "The note is deleted.",
    added: "The client is added.",
    changed: "The client is changed.",
    merged: "The two are one client now.",
    mailed: `Mailed to ${client.email}.`,
    "feed-replaced": `${first} has a new calendar address, below. Tell ${first}: the old one has stopped working.`,
  };
}
