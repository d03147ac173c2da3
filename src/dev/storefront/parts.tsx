/** What the pages are built of. */
import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { STUDIO } from "./site.ts";
import type { ListedClass } from "./shapes.ts";
import { clock, money, price, seats, span } from "./words.ts";

/** What was typed, and what is wrong with it. */
export interface Form {
  values: Record<string, string>;
  /** By the name of the field. */
  errors: Record<string, string>;
  /** What is wrong with none of them alone. */
  notice?: string;
  /** Of the page that shows it again. */
  status?: ContentfulStatusCode;
}

const NAVIGATION = [["/", "Classes"], ["/packs", "Packs"], ["/gift-cards", "Gift cards"], ["/me", "My bookings"]];

interface PageProps {
  title: string;
  /** The address of the navigation's current entry. */
  current?: string;
  /** The studio's claim, on its first page. */
  lead?: boolean;
  narrow?: boolean;
  children?: Child;
}

export function Page({ title, current, lead, narrow, children }: PageProps) {
  return (
    <html lang={STUDIO.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${STUDIO.name}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/storefront.css" />
        <script src="/storefront.js" type="module"></script>
      </head>
      <body>
        <a class="skip visually-hidden" href="#main">Skip to content</a>
        <header class="masthead">
          <div class="bar">
            <a class="mark" href="/">{STUDIO.mark}</a>
            <nav aria-label="Main">
              {NAVIGATION.map(([href, label]) => (
                <a href={href} aria-current={href === current ? "page" : undefined}>{label}</a>
              ))}
            </nav>
          </div>
          {lead && (
            <div class="lead">
              <h1>{STUDIO.claim}</h1>
              <p>{STUDIO.lead}</p>
            </div>
          )}
        </header>
        <main id="main" tabindex={-1} class={narrow ? "narrow" : undefined}>{children}</main>
        <footer class="foot">
          <p>
            {STUDIO.name}, {STUDIO.address}. Questions? <a href={`mailto:${STUDIO.email}`}>{STUDIO.email}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}

interface MessageProps {
  title: string;
  current?: string;
  children?: Child;
}

/** A page that says one thing: what happened, and what comes next. */
export function Message({ title, current, children }: MessageProps) {
  return (
    <Page title={title} current={current} narrow>
      <div class="stack">
        <h1>{title}</h1>
        {children}
      </div>
    </Page>
  );
}

interface FieldProps {
  form: Form;
  name: string;
  label: string;
  type?: string;
  autocomplete?: string;
  inputmode?: "decimal" | "text";
  hint?: Child;
  /** "unsaid": which choice it belongs to says so. */
  optional?: boolean | "unsaid";
  lines?: boolean;
}

export function Field({ form, name, label, type = "text", hint, optional, lines, ...more }: FieldProps) {
  const error = form.errors[name];
  const shared = {
    id: name,
    name,
    class: "input",
    required: !optional,
    "aria-invalid": error ? "true" as const : undefined,
    "aria-describedby": [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ") || undefined,
    // Without script too: after a form, the first wrong field has the focus.
    autofocus: error !== undefined && name === Object.keys(form.errors)[0],
    ...more,
  };
  return (
    <div class="field">
      <label for={name}>
        {optional === true ? `${label} ` : label}
        {optional === true && <span class="muted">(optional)</span>}
      </label>
      {lines
        ? <textarea {...shared} rows={4} maxlength={500}>{form.values[name] ?? ""}</textarea>
        : <input {...shared} type={type} value={form.values[name] ?? ""} />}
      {error && <p class="error" id={`${name}-error`}>{error}</p>}
      {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
    </div>
  );
}

/** Name, email and phone. */
export function WhoFields({ form, phoneOptional }: { form: Form; phoneOptional?: boolean }) {
  return (
    <>
      <Field form={form} name="name" label="Name" autocomplete="name" />
      <Field form={form} name="email" label="Email" type="email" autocomplete="email" />
      <Field form={form} name="phone" label="Phone" type="tel" autocomplete="tel" optional={phoneOptional} />
    </>
  );
}

/** A few amounts to choose from, and one's own. */
export function AmountField({ form, amounts, hint }: { form: Form; amounts: number[]; hint: string }) {
  const chosen = form.errors.other ? "other" : form.values.amount ?? String(amounts[1]);
  return (
    <>
      <fieldset class="field">
        <legend>Amount</legend>
        <div class="choices">
          {amounts.map((cents) => (
            <label class="choice">
              <input type="radio" name="amount" value={cents} checked={chosen === String(cents)} />
              <span>{money(cents)}</span>
            </label>
          ))}
          <label class="choice">
            <input type="radio" name="amount" value="other" checked={chosen === "other"} />
            <span>Another amount</span>
          </label>
        </div>
      </fieldset>
      <div class="other">
        <Field
          form={form}
          name="other"
          label="Another amount, in dollars"
          inputmode="decimal"
          hint={hint}
          optional="unsaid"
        />
      </div>
    </>
  );
}

export function FormNotice({ form }: { form: Form }) {
  return form.notice
    ? (
      <p class="notice bad" role="alert" tabindex={-1} autofocus={Object.keys(form.errors).length === 0}>
        {form.notice}
      </p>
    )
    : null;
}

interface OfferProps {
  one: ListedClass;
  current?: boolean;
}

/** A class with what it takes to decide, and one button. */
export function Offer({ one, current }: OfferProps) {
  const facts = [one.instructor?.name, `${one.durationMin} minutes`, price(one.priceCents)].filter(Boolean).join(", ");
  const at = clock(one.scheduledAt);
  return (
    <li class="offer" aria-current={current ? "true" : undefined}>
      <time datetime={one.scheduledAt}>{at}</time>
      <div>
        <h3>{one.nameSnapshot}</h3>
        <span class="sub">{facts}</span>
        {one.publicNote && <span class="sub">{one.publicNote}</span>}
        <span class="sub">
          <span class={one.seatsLeft > 0 && one.seatsLeft <= 3 ? "few" : undefined}>{seats(one.seatsLeft)}</span>
        </span>
      </div>
      <a class={one.seatsLeft > 0 ? "button primary" : "button"} href={`/classes/${one.id}/book`}>
        {one.seatsLeft > 0 ? "Book" : "Join waitlist"}
        <span class="visually-hidden">: {one.nameSnapshot}, {at}</span>
      </a>
    </li>
  );
}

/** From when to when; the hours stay in one line. */
export function Span({ of }: { of: { scheduledAt: string; durationMin: number } }) {
  const { day, hours } = span(of.scheduledAt, of.durationMin);
  return (
    <time datetime={of.scheduledAt}>
      {`${day}, `}
      <span class="together">{hours}</span>
    </time>
  );
}

/** Name and value, one line each; what has no value is left out. */
export function Facts({ rows }: { rows: [string, Child][] }) {
  return (
    <dl class="facts">
      {rows.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
