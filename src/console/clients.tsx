/** Clients: found, and all that the studio knows of one person. */
import { replaceCalendarFeed } from "../workflows/clients/replace_feed.ts";
import { z } from "@hono/zod-openapi";
import type { Child } from "hono/jsx";
import { type Client, type ClientOrder, getClient, listClients } from "../domain/clients.ts";
import type { BookingOfClient } from "../domain/enrollment_lists.ts";
import { DomainError } from "../domain/errors.ts";
import type { GiftCardOfClient } from "../domain/gift_cards.ts";
import type { RefundReason, RefundState } from "../domain/refunds.ts";
import { ms } from "../domain/time.ts";
import type { ClientWait } from "../domain/waitlist.ts";
import { note, optional } from "../schemas/basics.ts";
import { client as clientFields, clientSearch } from "../schemas/clients.ts";
import { STATUS } from "../http/errors.ts";
import { changeClient, noteOnClient } from "../workflows/clients/change_client.ts";
import {
  type ErasurePreview,
  getClientView,
  type PackWithCredits,
  previewErasure,
} from "../workflows/clients/view_client.ts";
import { sendSigninLinkByOwner } from "../workflows/clients/sign_in_link.ts";
import { erase } from "../workflows/clients/erase_client.ts";
import { VisitRow } from "./appointments.tsx";
import { Contact, contactErrors, firstName } from "./ui/contact.tsx";
import { Empty } from "./ui/empty.tsx";
import { Field, TextField } from "./ui/field.tsx";
import { Flash, Notice } from "./ui/flash.tsx";
import { Form, FormError } from "./ui/form.tsx";
import { check, type Errors, errorsOf } from "./ui/form_errors.ts";
import { valueOf } from "./ui/form_input.ts";
import { type Format, formatPhone, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { Pager } from "./ui/listing.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";

const ON_A_PAGE = 50;

/** Declares the pages of clients. */
export function clientPages(routes: PageRoutes): void {
  routes.get("/console/clients", search);
  routes.get("/console/clients/:id", (call) => onePage(call));
  routes.post("/console/clients/:id/note", saveNote);
  routes.post("/console/clients/:id/signin-link", mailLink);
  routes.get("/console/clients/:id/edit", async (call) => editPage(call, await clientOf(call)));
  routes.post("/console/clients/:id/edit", change);
  routes.get("/console/clients/:id/calendar-feed", async (call) => feedPage(call, await clientOf(call)));
  routes.post("/console/clients/:id/calendar-feed", replaceFeed);
  routes.get("/console/clients/:id/erase", (call) => erasePage(call));
  routes.post("/console/clients/:id/erase", eraseClient);
}

const clientOf = (call: PageContext) => getClient(call.ctx.db, call.provider.id, call.id);
const pageOf = (client: { id: string }) => `/console/clients/${client.id}`;

// ---------------------------------------------------------------- the list

interface Listed {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  createdAt: string;
}

async function search(call: PageContext): Promise<Response> {
  const { ctx, provider, query } = call;
  const asked = check(z.object({ q: clientSearch }), { q: query.get("q") ?? "" });
  const q = asked.values?.q?.trim();
  const order: ClientOrder = query.get("sort") === "name" ? "name" : "newest";
  const cursor = query.get("cursor") ?? undefined;
  const page = asked.errors
    ? { itemsJson: "[]", nextCursor: null }
    : await listClients(ctx.db, provider.id, q, { limit: ON_A_PAGE, cursor }, order);
  const clients: Listed[] = JSON.parse(page.itemsJson);
  const nobody = clients.length === 0 && !q && !asked.errors;
  return renderPage(
    call,
    { title: "Clients", tab: "clients", narrow: true },
    (
      <>
        <div class="page-head">
          <h1>Clients</h1>
        </div>
        <Flash
          call={call}
          messages={{ erased: "The client is erased. Bookings and payments stay in your books, without a name." }}
        />
        {nobody ? null : (
          <form class="search" method="get" action="/console/clients" role="search" data-search>
            <label for="q">Name, email or phone</label>
            <div class="line">
              <input
                class="input"
                id="q"
                name="q"
                type="search"
                value={query.get("q") ?? ""}
                maxlength={120}
                autocomplete="off"
              />
              <button class="button" type="submit">Search</button>
            </div>
            {order === "name" ? <input type="hidden" name="sort" value="name" /> : null}
            {/* It outlives the list that script puts in below, so readers hear what was found. */}
            <p class="visually-hidden" role="status" id="found"></p>
          </form>
        )}
        <div id="results">
          {nobody
            ? (
              <Empty
                what="No clients yet. They come by themselves, with their first booking, purchase or appointment."
                how="Somebody called? Book an appointment, and they are a client."
                link={{ href: "/console/appointments/new", label: "Book an appointment" }}
              />
            )
            : asked.errors
            ? (
              <Empty
                what="Search for at most 120 characters."
                link={{ href: "/console/clients", label: "Show everybody" }}
              />
            )
            : clients.length === 0
            ? (
              <Empty
                what={<>Nobody found for “{q}”.</>}
                how="A part of a name, an email or a phone number is enough."
                link={{ href: listAt({ order }), label: "Clear search" }}
              />
            )
            : <Found call={call} clients={clients} q={q} order={order} cursor={cursor} next={page.nextCursor} />}
        </div>
      </>
    ),
    asked.errors ? 400 : 200,
  );
}

function listAt(of: { q?: string; order: ClientOrder; cursor?: string | null }): string {
  const query = new URLSearchParams();
  if (of.q) query.set("q", of.q);
  if (of.order === "name") query.set("sort", "name");
  if (of.cursor) query.set("cursor", of.cursor);
  return query.size ? `/console/clients?${query}` : "/console/clients";
}

function Found(
  { call, clients, q, order, cursor, next }: {
    call: PageContext;
    clients: Listed[];
    q?: string;
    order: ClientOrder;
    cursor?: string;
    next: string | null;
  },
) {
  const whole = !cursor && !next;
  const sorts: [ClientOrder, string][] = [["newest", "Newest first"], ["name", "By name"]];
  return (
    <>
      <div class="section-head list-head">
        <p class="muted small" data-found>
          {pluralize(clients.length, "client")}
          {q ? ` found for “${q}”` : ""}
          {whole ? "" : " on this page"}
        </p>
        <nav class="sorts" aria-label="Order">
          {sorts.map(([of, label]) => (
            <a href={listAt({ q, order: of })} aria-current={of === order ? "true" : undefined}>{label}</a>
          ))}
        </nav>
      </div>
      <ul class="people" role="list">
        {clients.map((client) => (
          <li class="person client">
            <div class="who">
              <a href={pageOf(client)}>{client.name}</a>
              <span class="sub">{client.email}</span>
              {client.phone ? <span class="sub">{formatPhone(client.phone)}</span> : null}
            </div>
            <p class="muted small">
              Since <time datetime={client.createdAt}>{call.format.shortDate(client.createdAt)}</time>
            </p>
          </li>
        ))}
      </ul>
      <Pager first={cursor ? listAt({ q, order }) : null} next={next ? listAt({ q, order, cursor: next }) : null} />
    </>
  );
}

// ---------------------------------------------------------------- one client

async function onePage(call: PageContext, errors?: Errors): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const view = await getClientView(ctx, provider.id, call.id, { all: call.query.get("past") === "all" });
  const { client } = view;
  const first = firstName(client.name);
  const waiting = view.waits.filter((one) => one.status === "Waiting" && ms(one.scheduledAt) > nowMs);
  const waited = view.waits.filter((one) => !waiting.includes(one));
  return renderPage(
    call,
    { title: client.name, tab: "clients" },
    (
      <>
        <BackLink href="/console/clients" label="Clients" />
        <div class="page-head">
          <h1>{client.name}</h1>
          <div class="actions">
            <a class="button phone-only" href="#note-heading">Note</a>
            <a class="button" href={`${pageOf(client)}/edit`}>Change</a>
          </div>
          <Contact client={client} />
          <p class="muted small">
            Client since <time datetime={client.createdAt}>{format.date(client.createdAt)}</time>
          </p>
          {client.note ? <p class="studio-note">{client.note}</p> : null}
        </div>
        <Flash
          call={call}
          messages={{
            noted: client.note ? "The note is saved." : "The note is gone.",
            changed: "The client is changed.",
            mailed: <>Mailed to {client.email}.</>,
            "feed-replaced": (
              <>
                {first} has a new calendar address, below. Tell {first}: the old one has stopped working.
              </>
            ),
          }}
        />
        <div class="split">
          <div>
            <section class="section" aria-labelledby="upcoming">
              <h2 id="upcoming">Upcoming bookings</h2>
              {view.upcoming.length === 0 ? <p class="muted">No bookings to come.</p> : (
                <ul class="people" role="list">
                  {view.upcoming.map((one) => <BookingRow call={call} of={one} client={client} />)}
                </ul>
              )}
            </section>

            {waiting.length === 0 ? null : (
              <section class="section" aria-labelledby="waiting">
                <h2 id="waiting">Waiting for a seat</h2>
                <ul class="people" role="list">{waiting.map((one) => <WaitRow call={call} of={one} />)}</ul>
              </section>
            )}

            <section class="section" aria-labelledby="appointments">
              <div class="section-head">
                <h2 id="appointments">Appointments</h2>
                <a class="small" href={`/console/appointments/new?client=${client.id}`}>Book an appointment</a>
              </div>
              {view.visits.length === 0 ? <p class="muted">No appointments.</p> : (
                <ul class="people" role="list">
                  {view.visits.map((one) => <VisitRow call={call} of={one} />)}
                </ul>
              )}
            </section>

            <section class="section" aria-labelledby="past">
              <h2 id="past">Past bookings</h2>
              {view.past.length === 0 ? <p class="muted">No bookings so far.</p> : (
                <ul class="people" role="list">
                  {view.past.map((one) => <BookingRow call={call} of={one} client={client} />)}
                </ul>
              )}
              {view.morePast
                ? (
                  <p class="actions pages">
                    <a class="button" href={`${pageOf(client)}?past=all#past`}>Show all past bookings</a>
                  </p>
                )
                : null}
            </section>

            {waited.length === 0 ? null : (
              <section class="section" aria-labelledby="waited">
                <h2 id="waited">Waited before</h2>
                <ul class="people" role="list">{waited.map((one) => <WaitRow call={call} of={one} />)}</ul>
              </section>
            )}
          </div>

          <div>
            <section class="section" aria-labelledby="note-heading">
              <h2 id="note-heading">Note</h2>
              <Form call={call} action={`${pageOf(client)}/note`}>
                <TextField
                  name="note"
                  label="What you and your instructors should know"
                  hint="Never shown to the client. It stands beside the name on rosters. Up to 500 characters."
                  value={valueOf(call.form, "note", client.note)}
                  errors={errors}
                />
                <button class="button" type="submit">Save note</button>
              </Form>
            </section>

            <section class="section" aria-labelledby="packs">
              <h2 id="packs">Packs</h2>
              {view.packs.length === 0 ? <p class="muted">No packs.</p> : (
                <ul class="people" role="list">
                  {view.packs.map((one) => <PackRow call={call} of={one} />)}
                </ul>
              )}
            </section>

            {view.giftCards.length === 0 ? null : (
              <section class="section" aria-labelledby="gift-cards">
                <h2 id="gift-cards">Gift cards</h2>
                <ul class="people" role="list">
                  {view.giftCards.map((one) => <GiftCardRow call={call} of={one} client={client} />)}
                </ul>
              </section>
            )}

            <section class="section" aria-labelledby="signin-link">
              <h2 id="signin-link">Sign-in link</h2>
              <Form call={call} action={`${pageOf(client)}/signin-link`}>
                <p>
                  Opens {first}’s own page on your site: bookings, packs, calendar. It works for 30 days.
                </p>
                <button class="button" type="submit">Mail the link</button>
              </Form>
            </section>

            <section class="section" aria-labelledby="calendar">
              <h2 id="calendar">Calendar feed</h2>
              <div class="stack">
                <p>{first}’s bookings in a calendar program. Whoever has this address can read them.</p>
                <div class="secret">
                  <code id="feed-address">{view.calendarFeedUrl}</code>
                  <button class="button" type="button" data-copy="feed-address" hidden>Copy</button>
                </div>
                <span class="visually-hidden" id="copied" aria-live="polite"></span>
                <a class="button quiet" href={`${pageOf(client)}/calendar-feed`} data-dialog>New address…</a>
              </div>
            </section>

            <section class="section" aria-labelledby="erase">
              <h2 id="erase">Erase</h2>
              <div class="stack">
                <p>Takes what you know of {first} out of your records. The books stay.</p>
                <a class="button danger" href={`${pageOf(client)}/erase`} data-dialog>Erase…</a>
              </div>
            </section>
          </div>
        </div>
      </>
    ),
    errors ? 400 : 200,
  );
}

function BookingRow({ call, of, client }: { call: PageContext; of: BookingOfClient; client: Client }) {
  const { format, nowMs } = call;
  const gone = of.status === "Cancelled" || of.status === "Expired";
  const live = of.status === "Confirmed" || of.status === "PendingPayment";
  return (
    <li class={gone ? "person gone" : "person"}>
      <div class="who">
        <a href={`/console/classes/${of.classId}`}>{of.className}</a>{" "}
        {of.status === "NoShow" ? <span class="tag bad">No-show</span> : null}
        <span class="sub">
          <time datetime={of.scheduledAt}>{whenOf(format, of)}</time>
        </span>
        <span class="sub">
          {[statusOf(call, of, client), moneyOf(format, of)].filter(Boolean).map((one, at) => (
            <>{at ? " " : null}{one}</>
          ))}
        </span>
      </div>
      {live && ms(of.scheduledAt) > nowMs
        ? (
          <div class="actions">
            <a class="button quiet danger" href={`/console/bookings/${of.id}/cancel`} data-dialog>
              Cancel…
              <span class="visually-hidden">
                {" "}
                {of.className}, {format.dateTime(of.scheduledAt)}
              </span>
            </a>
          </div>
        )
        : null}
    </li>
  );
}

function whenOf(format: Format, of: { scheduledAt: string; durationMin: number }): string {
  return `${format.shortDate(of.scheduledAt)}, ${format.span(of.scheduledAt, of.durationMin)}`;
}

/** What a booking is, in a sentence; empty where a tag says it. */
function statusOf({ format, nowMs }: PageContext, of: BookingOfClient, client: Client): Child {
  switch (of.status) {
    case "PendingPayment":
      return of.expiresAt === null ? "Seat held while the bank pays." : (
        <>
          Seat held until <time datetime={of.expiresAt}>{format.time(of.expiresAt)}</time>,{" "}
          <span data-until={of.expiresAt}>{format.howLong(ms(of.expiresAt) - nowMs)} left</span>.
        </>
      );
    case "Confirmed":
      return of.checkedInAt ? "Here." : "Booked.";
    case "Completed":
      return "Came.";
    case "NoShow":
      return "";
    case "Expired":
      return "Paid too late, the seat was gone.";
    case "Cancelled": {
      const by = {
        customer: ` by ${firstName(client.name)}`,
        owner: " by you",
        class: " with the class",
        dashboard: " by your refund at Stripe",
      };
      return (
        <>
          Cancelled{of.cancelledBy ? by[of.cancelledBy] : ""}
          {of.cancelledAt
            ? (
              <>
                , <time datetime={of.cancelledAt}>{format.dateTime(of.cancelledAt)}</time>
              </>
            )
            : null}
          {of.lateCancel && of.cancelledBy !== "class" ? ", late." : "."}
        </>
      );
    }
  }
}

interface RefundOfBooking {
  state: RefundState;
  amountCents: number;
  reason: RefundReason;
  owedCents: number;
  manualCents: number;
}

/** How a booking was paid, and what became of the money. */
function moneyOf(format: Format, of: BookingOfClient): Child {
  const refund: RefundOfBooking | null = of.refund === null ? null : JSON.parse(of.refund);
  if (refund && refund.state !== "refused") return describeRefund(format, refund, of);
  switch (of.paidWith) {
    case "free":
      return "Free.";
    case "credit":
      return of.status !== "Cancelled"
        ? `Paid with a credit of ${of.packName}.`
        : of.creditBalance === 0
        ? `Credit of ${of.packName} given back.`
        : `Credit of ${of.packName} kept.`;
    case "card": {
      const back = of.refundedOutsideCents ?? 0;
      const left = of.priceCents - back;
      if (of.status === "Cancelled") {
        return left > 0 ? `${format.money(left)} kept.` : `${format.money(back)} given back at Stripe.`;
      }
      const paid = `Paid ${format.money(of.priceCents)} by card.`;
      return back > 0 ? `${paid} ${format.money(back)} given back at Stripe.` : paid;
    }
    case null:
      return of.status === "PendingPayment" ? `${format.money(of.priceCents)} not paid yet.` : "Never paid.";
  }
}

function describeRefund(format: Format, refund: RefundOfBooking, of: BookingOfClient): Child {
  if (refund.state !== "intent" && refund.owedCents > 0) {
    return (
      <>
        The refund of {format.money(refund.owedCents)} failed. <a href="/console/payments#refunds">See why</a>
      </>
    );
  }
  if (refund.manualCents > 0) return `${format.money(refund.manualCents)} refunded manually.`;
  const outside = of.refundedOutsideCents ?? 0;
  switch (refund.state) {
    case "intent":
      return `${format.money(refund.amountCents)} is being refunded.`;
    case "pending":
      return `${format.money(refund.amountCents)} on the way back.`;
    default:
      return refund.amountCents === 0 || refund.state === "failed"
        ? `${format.money(outside)} refunded at Stripe.`
        : `${format.money(refund.amountCents)} refunded.`;
  }
}

function WaitRow({ call: { format, nowMs }, of }: { call: PageContext; of: ClientWait }) {
  const says = {
    Waiting: ms(of.scheduledAt) > nowMs ? `Number ${of.position} in line.` : "No seat opened.",
    Promoted: "Given a seat to pay for.",
    Booked: "Got a seat.",
    Closed: "The class was cancelled.",
  };
  return (
    <li class="person">
      <div class="who">
        <a href={`/console/classes/${of.classId}#waitlist`}>{of.className}</a>
        <span class="sub">
          <time datetime={of.scheduledAt}>{format.dateTime(of.scheduledAt)}</time>
        </span>
        <span class="sub">
          {says[of.status]} Joined <time datetime={of.joinedAt}>{format.dateTime(of.joinedAt)}</time>
        </span>
      </div>
    </li>
  );
}

function PackRow({ call: { format, nowMs }, of }: { call: PageContext; of: PackWithCredits }) {
  const expired = of.expiresAt !== null && ms(of.expiresAt) <= nowMs;
  const left = `${of.sessionsRemaining} of ${of.sessionsTotal} left`;
  const taken = of.credits.filter((one) => one.delta === -1).length;
  const returned = of.credits.length - taken;
  return (
    <li class="person">
      <div class="who">
        <strong class="what">{of.packageTypeName}</strong> {expired
          ? <span class="tag">Expired</span>
          : of.sessionsRemaining === 0
          ? <span class="tag">Used up</span>
          : null}
        <span class="sub">
          {left}. {of.expiresAt === null ? "Never expires." : (
            <>
              {expired ? "Expired" : "Expires"} <time datetime={of.expiresAt}>{format.shortDate(of.expiresAt)}</time>.
            </>
          )} Bought <time datetime={of.boughtAt}>{format.shortDate(of.boughtAt)}</time>.
        </span>
        {of.credits.length === 0 ? null : (
          <details>
            <summary>
              {pluralize(taken, "credit")} taken{returned ? `, ${returned} given back` : ""}
              <span class="visually-hidden">{` of ${of.packageTypeName}`}</span>
            </summary>
            <ol class="entries" role="list">
              {of.credits.map((one) => (
                <li>
                  {one.delta === -1 ? "Taken" : "Given back"} <time datetime={one.at}>{format.dateTime(one.at)}</time>
                  <span class="sub">
                    {one.delta === -1 ? "for " : "from "}
                    <a href={`/console/classes/${one.classId}`}>{one.className}</a>,{" "}
                    <time datetime={one.scheduledAt}>{format.dateTime(one.scheduledAt)}</time>
                  </span>
                </li>
              ))}
            </ol>
          </details>
        )}
      </div>
    </li>
  );
}

function GiftCardRow(
  { call: { format, nowMs }, of, client }: { call: PageContext; of: GiftCardOfClient; client: Client },
) {
  const expired = of.expiresAt !== null && ms(of.expiresAt) <= nowMs;
  const bought = of.purchaserEmail === client.email;
  const forWhom = of.recipientEmail === null
    ? ""
    : of.recipientEmail === client.email && bought
    ? ""
    : bought
    ? ` for ${of.recipientName ?? of.recipientEmail}`
    : "";
  return (
    <li class="person">
      <div class="who">
        <a href={`/console/sales/gift-cards/${of.id}`}>Card ending {of.codeLast4}</a>{" "}
        {expired ? <span class="tag">Expired</span> : of.balanceCents === 0 ? <span class="tag">Used up</span> : null}
        <span class="sub">{format.money(of.balanceCents)} of {format.money(of.initialCents)} left.</span>
        <span class="sub">
          {bought ? `Bought${forWhom}` : `A present from ${of.purchaserName}`},{" "}
          <time datetime={of.createdAt}>{format.shortDate(of.createdAt)}</time>
          {of.expiresAt && !expired
            ? (
              <>
                , expires <time datetime={of.expiresAt}>{format.shortDate(of.expiresAt)}</time>
              </>
            )
            : null}
        </span>
      </div>
    </li>
  );
}

// ---------------------------------------------------------------- what is done with a client

async function saveNote(call: PageContext): Promise<Response> {
  const { values, errors } = check(z.object({ note: note(500) }), {
    note: call.form.raw("note").replaceAll("\r\n", "\n"),
  });
  if (errors) return await onePage(call, errors);
  await noteOnClient(call.ctx, call.provider.id, call.id, values.note);
  return redirect(`/console/clients/${call.id}`, "noted");
}

async function mailLink(call: PageContext): Promise<Response> {
  await call.once(async () => {
    await sendSigninLinkByOwner(call.ctx, call.provider.id, call.id);
    return true;
  });
  return redirect(`/console/clients/${call.id}`, "mailed");
}

const clientChange = clientFields.extend({ phone: optional(clientFields.shape.phone) });

async function change(call: PageContext): Promise<Response> {
  const client = await clientOf(call);
  const { form } = call;
  const { values, errors } = check(clientChange, {
    name: form.text("name"),
    email: form.text("email"),
    phone: form.text("phone"),
  });
  if (errors) return editPage(call, client, contactErrors(errors), 400);
  try {
    await changeClient(call.ctx, call.provider.id, client.id, { ...values, phone: values.phone ?? null });
  } catch (error) {
    const status = error instanceof DomainError ? STATUS[error.code] : 500;
    if (status === 404) throw error;
    return editPage(call, client, errorsOf(error), status);
  }
  return redirect(pageOf(client), "changed");
}

function editPage(call: PageContext, client: Client, errors?: Errors, status = 200): Response {
  const { form } = call;
  return renderPage(
    call,
    { title: `Change ${client.name}`, tab: "clients", narrow: true },
    (
      <>
        <BackLink href={pageOf(client)} label={client.name} />
        <div class="page-head">
          <h1>Change {client.name}</h1>
        </div>
        <Form call={call} action={`${pageOf(client)}/edit`}>
          <FormError errors={errors} />
          <Field
            name="name"
            label="Name"
            required
            autocomplete="off"
            value={valueOf(form, "name", client.name)}
            errors={errors}
          />
          <Field
            name="email"
            label="Email"
            type="email"
            inputmode="email"
            autocomplete="off"
            required
            hint="Mail goes here from now on. Packs, cards and bookings stay. Links mailed to the old address keep working for up to 30 days."
            value={valueOf(form, "email", client.email)}
            errors={errors}
          />
          <Field
            name="phone"
            label="Phone"
            type="tel"
            inputmode="tel"
            autocomplete="off"
            value={valueOf(form, "phone", client.phone && formatPhone(client.phone))}
            errors={errors}
          />
          <div class="actions">
            <button class="button primary" type="submit">Save changes</button>
            <a class="button quiet" href={pageOf(client)}>Keep as it is</a>
          </div>
        </Form>
      </>
    ),
    status,
  );
}

function feedPage(call: PageContext, client: Client): Response {
  const first = firstName(client.name);
  return renderPage(
    call,
    { title: "New calendar address", tab: "clients", narrow: true },
    (
      <div data-dialog-body>
        <Form call={call} action={`${pageOf(client)}/calendar-feed`}>
          <h1>Give {client.name} a new calendar address?</h1>
          <p>
            The old one stops working at once: calendars that use it show no more of {first}’s bookings until {first}
            {" "}
            enters the new one. This can’t be undone.
          </p>
          <p class="muted">Nobody is mailed. {first} finds the new address on the page behind the sign-in link.</p>
          <div class="actions">
            <button class="button final" type="submit">Replace address, stop the old one</button>
            <a class="button quiet" href={`${pageOf(client)}#calendar`} data-keep>Keep address</a>
          </div>
        </Form>
      </div>
    ),
  );
}

async function replaceFeed(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  // Without the token in the result: what is remembered need not open a calendar.
  await call.once(async () => {
    await replaceCalendarFeed(ctx, provider.id, id);
    return true;
  });
  return redirect(`/console/clients/${id}`, "feed-replaced");
}

async function erasePage(call: PageContext, refused?: { message: string; status: number }): Promise<Response> {
  const preview = await previewErasure(call.ctx, call.provider.id, call.id);
  const { client } = preview;
  const first = firstName(client.name);
  const held = preview.seats.length + preview.visits.length > 0 || preview.refundUnderWay;
  return renderPage(
    call,
    { title: `Erase ${client.name}`, tab: "clients", narrow: true },
    (
      <div data-dialog-body>
        <Form call={call} action={`${pageOf(client)}/erase`}>
          <h1>{held ? `${client.name} can’t be erased yet` : `Erase ${client.name}?`}</h1>
          {held
            ? <Obstacles call={call} preview={preview} />
            : refused
            ? <Notice kind="bad">{refused.message}</Notice>
            : null}
          {held ? null : (
            <>
              <p>
                <strong>Goes:</strong> name, email, phone, your note, the calendar feed and sign-in links,{" "}
                {first}’s place in line, and what was written in mails, gift cards and cancellations. Payment pages that
                are open are closed.
              </p>
              <p>
                <strong>Stays:</strong>{" "}
                bookings, payments, refunds, packs and gift cards as numbers in your books, under “Erased client”.
                Stripe keeps its own records.
              </p>
              <p>{first} is not told. This can’t be undone.</p>
            </>
          )}
          <div class="actions">
            {held ? null : <button class="button final" type="submit">Erase {client.name}</button>}
            <a class="button quiet" href={pageOf(client)} data-keep>Keep client</a>
          </div>
        </Form>
      </div>
    ),
    refused?.status ?? 200,
  );
}

function Obstacles({ call: { format }, preview }: { call: PageContext; preview: ErasurePreview }) {
  const first = firstName(preview.client.name);
  return (
    <>
      {preview.seats.length + preview.visits.length === 0 ? null : (
        <>
          <p>{first} still has a place with you. Cancel it first:</p>
          <ul class="obstacles">
            {preview.seats.map((one) => (
              <li>
                <a href={`/console/bookings/${one.id}/cancel`}>
                  {one.className}, {format.dateTime(one.scheduledAt)}
                </a>
                {one.status === "PendingPayment" ? " (seat held while paying)" : ""}
              </li>
            ))}
            {preview.visits.map((one) => (
              <li>
                <a href={`/console/appointments/${one.id}/cancel`}>
                  {one.serviceName}, {format.dateTime(one.scheduledAt)}
                </a>{" "}
                (appointment)
              </li>
            ))}
          </ul>
        </>
      )}
      {preview.refundUnderWay
        ? (
          <p>
            A refund to {first} is still under way. Wait until it has arrived, usually some days;{" "}
            <a href="/console/payments#refunds">payments</a> shows how it stands.
          </p>
        )
        : null}
    </>
  );
}

async function eraseClient(call: PageContext): Promise<Response> {
  try {
    await call.once(async () => {
      await erase(call.ctx, call.provider.id, call.id);
      return true;
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    return await erasePage(call, { message: error.message, status: STATUS[error.code] });
  }
  return redirect("/console/clients", "erased");
}
