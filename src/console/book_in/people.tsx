/** Who is booked in: a client that was found, or somebody new. */
import type { BookInView, Candidate } from "../../workflows/bookings/view_book_in.ts";
import { Field } from "../ui/field.tsx";
import { formatPhone, pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { chosenClient, placeOf } from "./choices.ts";

/** A form of its own: what it asks for stands in the address, without the other form's secrets. */
export function Search({ path, typed }: { path: string; typed: string }) {
  return (
    <form class="search" method="get" action={path} role="search">
      <label for="who">Who?</label>
      <div class="line">
        <input
          class="input"
          id="who"
          name="q"
          type="search"
          value={typed}
          maxlength={120}
          autocomplete="off"
          aria-describedby="who-hint"
        />
        <button class="button" type="submit">Find</button>
      </div>
      <p class="hint" id="who-hint">A part of the name, the email or the phone.</p>
    </form>
  );
}

export function People({ call, view, q }: { call: PageContext; view: BookInView; q: string | undefined }) {
  const { candidates } = view;
  const chosen = chosenClient(call, view);
  return (
    <fieldset class="field" id="found">
      <legend>{describeFound(view, q)}</legend>
      <div class="picks">
        {candidates.map((one, index) => (
          <Person call={call} candidate={one} place={placeOf(index)} checked={one.id === chosen} />
        ))}
        <NewClient call={call} q={q} checked={chosen === "new"} />
      </div>
    </fieldset>
  );
}

function describeFound({ candidates, more }: BookInView, q: string | undefined): string {
  if (candidates.length === 0) return q ? `Nobody has “${q}”: somebody new?` : "Somebody new";
  const count = pluralize(candidates.length, "client");
  const which = q ? `${more ? "The first " : ""}${count} with “${q}”` : more ? `Your newest ${count}` : `Your ${count}`;
  return `${which}, or somebody new`;
}

function Person(
  { call, candidate, place, checked }: { call: PageContext; candidate: Candidate; place: number; checked: boolean },
) {
  const { id, name, email, phone, booking, pack, lastVisitAt } = candidate;
  if (booking) {
    return (
      <label class="choice row">
        <input type="radio" name="client" value={id} disabled />
        <span>{name}</span>
        <span class="side wide">{describeBooking(call, booking)}</span>
      </label>
    );
  }
  return (
    <label class="choice row">
      <input
        class={pack ? `is-${place}` : `is-${place} no-pack`}
        type="radio"
        name="client"
        value={id}
        checked={checked}
      />
      <span>{name}</span>
      <span class="side">{email ?? (phone ? `No email, ${formatPhone(phone)}` : "No email")}</span>
      <span class="side">
        {pack ? `${pack.packageTypeName}, ${pack.sessionsRemaining} left` : "No pack"}
        {lastVisitAt && (
          <>
            <br />
            Last here {call.format.shortDate(lastVisitAt)}
          </>
        )}
        {pack && <input type="hidden" name={`pack-${id}`} value={pack.id} />}
      </span>
    </label>
  );
}

function describeBooking({ format }: PageContext, { status, expiresAt }: NonNullable<Candidate["booking"]>): string {
  if (status !== "PendingPayment") return "Already here: has a seat in this class";
  return `Already here: holds a seat of this class${expiresAt ? ` until ${format.time(expiresAt)}` : ", being paid"}`;
}

function NewClient({ call, q, checked }: { call: PageContext; q: string | undefined; checked: boolean }) {
  const form = { call, stored: { name: q && !/@|\d{3}/.test(q) ? q : "", email: q?.includes("@") ? q : "" } };
  const optional = <span class="muted">(optional)</span>;
  return (
    <div>
      <label class="choice">
        <input class="is-new no-pack" type="radio" name="client" value="new" checked={checked} />
        <span>{q ? `New client “${q}”` : "New client"}</span>
      </label>
      <div class="when new">
        <div class="trio">
          <Field form={form} name="name" label="Name" maxlength={120} autocomplete="off" />
          <Field
            form={form}
            name="email"
            label={<>Email {optional}</>}
            type="email"
            inputmode="email"
            maxlength={254}
            autocomplete="off"
            aria-describedby="new-hint"
          />
          <Field form={form} name="phone" label={<>Phone {optional}</>} type="tel" inputmode="tel" autocomplete="off" />
        </div>
        <p class="hint" id="new-hint">Without an email nobody is mailed, and there is no link to cancel.</p>
      </div>
    </div>
  );
}
