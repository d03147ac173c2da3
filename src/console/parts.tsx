/** The components of `console.css`, each with the words that say what it draws. */
import { raw } from "hono/html";
import type { Child, PropsWithChildren } from "hono/jsx";
import { randomText } from "../domain/ids.ts";
import type { OwnerCall } from "./call.ts";
import type { FormInput, Mistakes } from "./forms.ts";
import { pluralize } from "./words.ts";

// ---------------------------------------------------------------- icons

const PATHS = {
  calendar: '<path d="M4 6.5h16v13H4zM4 10.5h16M8.5 4v4M15.5 4v4"/>',
  person: '<circle cx="12" cy="8.5" r="3.75"/><path d="M4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>',
  chart: '<path d="M5 20v-7M10 20V5M15 20v-9M20 20v-4"/>',
  menu: '<path d="M4.5 7h15M4.5 12h15M4.5 17h15"/>',
  left: '<path d="M14.5 6 8.5 12l6 6"/>',
  right: '<path d="m9.5 6 6 6-6 6"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  check: '<path d="m5.5 12.5 4.2 4.2L18.5 8"/>',
  more: '<path d="M6 12h.01M12 12h.01M18 12h.01" stroke-width="3"/>',
};

/** Drawn beside words or on a control with an `aria-label`; hidden from readers. */
export function Icon({ name, size = 16 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {raw(PATHS[name])}
    </svg>
  );
}

// ---------------------------------------------------------------- forms

/** Every form that changes something: bound to the session, and to one submission. */
export function Form(
  { call, action, class: of = "stack", children, id }: PropsWithChildren<
    { call: OwnerCall; action: string; class?: string; id?: string }
  >,
) {
  return (
    <form class={of} method="post" action={action} id={id} novalidate>
      <input type="hidden" name="csrf" value={call.csrf} />
      <input type="hidden" name="once" value={randomText(32)} />
      {children}
    </form>
  );
}

export interface FieldProps {
  /** Also the field's id. */
  name: string;
  label: Child;
  hint?: Child;
  value?: string;
  mistakes?: Mistakes;
  /** Of the input, such as `type`, `inputmode`, `autocomplete`, `min`. */
  [attribute: string]: unknown;
}

/** Label, input, hint, and right under it what is wrong. What was typed is kept by the caller in `value`. */
export function Field({ name, label, hint, value, mistakes, ...attributes }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        class="input"
        id={name}
        name={name}
        value={value ?? ""}
        {...describedBy(name, hint, mistakes)}
        {...attributes}
      />
      <Below name={name} hint={hint} mistakes={mistakes} />
    </div>
  );
}

/** The same for several lines. */
export function TextField({ name, label, hint, value, mistakes, ...attributes }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea class="input" id={name} name={name} rows={3} {...describedBy(name, hint, mistakes)} {...attributes}>
        {value ?? ""}
      </textarea>
      <Below name={name} hint={hint} mistakes={mistakes} />
    </div>
  );
}

/** The same for one of several. */
export function SelectField(
  { name, label, hint, value, mistakes, options, ...attributes }: FieldProps & {
    options: { value: string; label: string }[];
  },
) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select class="input" id={name} name={name} {...describedBy(name, hint, mistakes)} {...attributes}>
        {options.map((one) => <option value={one.value} selected={one.value === (value ?? "")}>{one.label}</option>)}
      </select>
      <Below name={name} hint={hint} mistakes={mistakes} />
    </div>
  );
}

/** A box to tick. */
export function Choice(
  { name, label, hint, checked, value = "on", type = "checkbox" }: {
    name: string;
    label: Child;
    hint?: Child;
    checked?: boolean;
    value?: string;
    type?: "checkbox" | "radio";
  },
) {
  return (
    <label class="choice">
      <input type={type} name={name} value={value} checked={checked ?? false} />
      <span>{label}</span>
      {hint ? <span class="hint">{hint}</span> : null}
    </label>
  );
}

function describedBy(name: string, hint: Child | undefined, mistakes: Mistakes | undefined) {
  const wrong = mistakes?.[name] !== undefined;
  const ids = [wrong && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return { "aria-invalid": wrong ? "true" : undefined, "aria-describedby": ids || undefined };
}

function Below({ name, hint, mistakes }: { name: string; hint?: Child; mistakes?: Mistakes }) {
  return (
    <>
      {mistakes?.[name] !== undefined ? <p class="error" id={`${name}-error`}>{mistakes[name]}</p> : null}
      {hint ? <p class="hint" id={`${name}-hint`}>{hint}</p> : null}
    </>
  );
}

/** What is wrong with a form as a whole, above it. */
export function Whole({ mistakes }: { mistakes?: Mistakes }) {
  return mistakes?.[""] ? <p class="notice bad" role="alert" tabindex={-1}>{mistakes[""]}</p> : null;
}

/** What was typed, or what is stored when nothing was sent yet. */
export function typed(form: FormInput, name: string, stored: string | number | null | undefined): string {
  return form.has(name) ? form.raw(name) : String(stored ?? "");
}

// ---------------------------------------------------------------- what a page says

/** What a form has just done, in words of the page's own: `says` by the `done` of the address. Gets the focus. */
export function Done({ call, says }: { call: OwnerCall; says: Record<string, Child> }) {
  const done = call.query.get("done") ?? "";
  return Object.hasOwn(says, done) ? <Notice kind="good">{says[done]}</Notice> : null;
}

/** A filled box: special, so at most one on a page. */
export function Notice({ kind, children }: PropsWithChildren<{ kind: "good" | "attention" | "bad" }>) {
  return <div class={`notice ${kind} said`} role="status" tabindex={-1}>{children}</div>;
}

/** An empty list teaches: what it is for, and how to begin. */
export function Empty({ what, how, link }: { what: Child; how?: Child; link?: { href: string; label: string } }) {
  return (
    <div class="empty">
      <p>{what}</p>
      {how ? <p class="muted">{how}</p> : null}
      {link ? <a class="button" href={link.href}>{link.label}</a> : null}
    </div>
  );
}

/** To the page above. */
export function Back({ href, label, phoneOnly }: { href: string; label: string; phoneOnly?: boolean }) {
  return (
    <a class={phoneOnly ? "back phone-only" : "back"} href={href}>
      <Icon name="left" />
      {label}
    </a>
  );
}

const SETTINGS: [path: string, label: string][] = [
  ["profile", "Profile"],
  ["services", "Services"],
  ["instructors", "Instructors"],
  ["packs", "Packs"],
  ["closures", "Closures"],
  ["messages", "Messages"],
  ["keys", "API keys"],
  ["devices", "Devices"],
];

/** The sub-pages of the settings: words above the page, or on a phone the way back to their list. */
export function SettingsNav({ at }: { at: string }) {
  return (
    <>
      <nav class="subnav wide-only" aria-label="Settings">
        {SETTINGS.map(([path, label]) => (
          <a href={`/console/settings/${path}`} aria-current={path === at ? "page" : undefined}>{label}</a>
        ))}
      </nav>
      <Back href="/console/settings" label="Settings" phoneOnly />
    </>
  );
}

/** `["profile", "Profile"]` … for the list of settings on a phone. */
export function settingsPages(): [path: string, label: string][] {
  return SETTINGS;
}

// ---------------------------------------------------------------- seats

export interface Seats {
  capacity: number;
  booked: number;
  held: number;
  waiting: number;
}

/** More seats than this are drawn in proportion: a mark each would be thinner than a line. */
const MOST_MARKS = 24;
const MOST_WAITING = 5;

/** One mark per seat, solid, outlined or open, and dots that wait; said in words beside it by `seatWords`. */
export function Fill({ seats, large }: { seats: Seats; large?: boolean }) {
  const marks = Math.min(seats.capacity, MOST_MARKS);
  // In proportion where a mark is more than a seat, but whatever there is one of is drawn: full looks full, and nothing else does.
  const part = (count: number) => count === 0 ? 0 : Math.max(1, Math.round(count * marks / seats.capacity));
  const open = part(openSeats(seats));
  const held = part(seats.held);
  const booked = marks - open - held;
  const many = (count: number, of: string | undefined) =>
    Array.from({ length: Math.max(0, count) }, () => <i class={of}></i>);
  return (
    <span class={large ? "fill large" : "fill"} aria-hidden="true">
      {many(booked, "booked")}
      {many(held, "held")}
      {many(open, undefined)}
      {Array.from({ length: Math.min(seats.waiting, MOST_WAITING) }, () => <b></b>)}
    </span>
  );
}

/** Seats nobody has or holds. */
export function openSeats(seats: Seats): number {
  return Math.max(0, seats.capacity - seats.booked - seats.held);
}

/** `8 booked, 1 held, 1 open, 3 waiting` */
export function seatWords(seats: Seats): string {
  const open = openSeats(seats);
  return [
    `${seats.booked} booked`,
    seats.held ? `${seats.held} held` : "",
    open ? `${open} open` : "full",
    seats.waiting ? `${seats.waiting} waiting` : "",
  ].filter(Boolean).join(", ");
}

/** `8 people`, `1 person` */
export function people(count: number): string {
  return pluralize(count, "person", "people");
}
