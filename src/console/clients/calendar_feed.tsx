/** The address of a client's calendar feed, and a new one. */
import { type Client, getClient } from "../../domain/clients.ts";
import { replaceCalendarFeed } from "../../workflows/clients/replace_feed.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import { firstName } from "../ui/contact.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Section } from "../ui/section.tsx";

export function CalendarFeed({ client, url }: { client: Client; url: string }) {
  return (
    <Section id="calendar" title="Calendar feed">
      <div class="stack">
        <p>{firstName(client.name)}’s bookings in a calendar program. Whoever has this address can read them.</p>
        <div class="secret">
          <code id="feed-address">{url}</code>
          <button class="button" type="button" data-copy="feed-address" hidden>Copy</button>
        </div>
        <span class="visually-hidden" id="copied" aria-live="polite"></span>
        <a class="button quiet" href={`/console/clients/${client.id}/calendar-feed`} data-dialog>New address…</a>
      </div>
    </Section>
  );
}

/** Asks before it is replaced. */
export const newFeed: FormHandler = {
  async page(call) {
    const client = await getClient(call.ctx.db, call.provider.id, call.id);
    const first = firstName(client.name);
    return confirmPage(
      call,
      {
        title: "New calendar address",
        tab: "clients",
        narrow: true,
        question: `Give ${client.name} a new calendar address?`,
        confirm: "Replace address, stop the old one",
        keep: { href: `/console/clients/${client.id}#calendar`, label: "Keep address" },
      },
      <p>
        The old one stops working at once: calendars that use it no longer show {first}’s bookings until {first}{" "}
        enters the new one. This can’t be undone.
      </p>,
      <p class="muted">No mail is sent. {first} finds the new address on the page behind the sign-in link.</p>,
    );
  },
  async submit({ ctx, provider, id, once }) {
    // The result is stored for a day: it must not hold the token.
    await once(() => replaceCalendarFeed(ctx, provider.id, id).then(() => true));
    return redirect(`/console/clients/${id}`, "feed-replaced");
  },
};
