/** A row of a list: who or what, lines about it, actions. */
import type { Child, PropsWithChildren } from "hono/jsx";
import { Icon } from "./icon.tsx";

/** A list of rows. */
export function Rows({ class: of, children }: PropsWithChildren<{ class?: string }>) {
  return <ul class={of ? `people ${of}` : "people"} role="list">{children}</ul>;
}

export interface RowProps {
  name: Child;
  /** Where the name leads. */
  href?: string;
  /** Behind the name; falsy ones are left out. */
  tags?: Child[];
  /** Under the name, one a line; falsy ones are left out. */
  lines?: Child[];
  /** Below the lines. */
  note?: Child;
  /** Below all of these, as it is. */
  more?: Child;
  class?: string;
  id?: string;
  /** Buttons, wrapped together; `children` stand as they are. */
  actions?: Child;
}

export function Row(
  { name, href, tags = [], lines = [], note, more, class: of, id, actions, children }: PropsWithChildren<RowProps>,
) {
  return (
    <li class={of ? `person ${of}` : "person"} id={id}>
      <div class="who">
        {href ? <a href={href}>{name}</a> : typeof name === "string" ? <strong>{name}</strong> : name}
        {tags.filter(Boolean).map((tag) => <>{" "}{tag}</>)}
        {lines.filter(Boolean).map((line) => <span class="sub">{line}</span>)}
        {note && <span class="note">{note}</span>}
        {more}
      </div>
      {actions && <div class="actions">{actions}</div>}
      {children}
    </li>
  );
}

/** A quiet link of a row. `of` tells screen readers what it is about. */
export function RowLink(
  { href, label, of, danger, dialog }: { href: string; label: string; of: string; danger?: boolean; dialog?: boolean },
) {
  return (
    <a class={danger ? "button quiet danger" : "button quiet"} href={href} data-dialog={dialog ? true : undefined}>
      {label}
      <span class="visually-hidden">{` ${of}`}</span>
    </a>
  );
}

/** The actions of a row behind one button. */
export function RowMenu({ id, name, children }: PropsWithChildren<{ id: string; name: string }>) {
  return (
    <>
      <button
        type="button"
        class="button icon quiet overflow-toggle"
        popovertarget={id}
        aria-label={`More for ${name}`}
      >
        <Icon name="more" size={20} />
      </button>
      <div class="overflow" id={id} popover="auto">
        <h3>{name}</h3>
        {children}
      </div>
    </>
  );
}
