/** A part of a page under its own heading. */
import type { Child, PropsWithChildren } from "hono/jsx";
import { Rows } from "./row.tsx";

export interface SectionProps {
  /** Of the heading; the address of the section. */
  id: string;
  title: Child;
  /** Of the heading, such as `list-head`. */
  headClass?: string;
  /** Beside the heading. */
  aside?: Child;
  class?: string;
}

export function Section(
  { id, title, headClass, aside, class: of = "section", children }: PropsWithChildren<SectionProps>,
) {
  const heading = <h2 id={id} class={headClass}>{title}</h2>;
  return (
    <section class={of || undefined} aria-labelledby={id}>
      {aside ? <div class="section-head">{heading}{aside}</div> : heading}
      {children}
    </section>
  );
}

/**
 * A section of rows.
 * @param none in place of the rows where there are none; without it the section is left out
 * @param list class of the list
 */
export function RowSection<T>(
  { rows, row, none, list, children, ...section }: PropsWithChildren<
    SectionProps & { rows: T[]; row: (of: T) => Child; none?: Child; list?: string }
  >,
) {
  if (rows.length === 0 && !none) return null;
  return (
    <Section {...section}>
      {rows.length ? <Rows class={list}>{rows.map(row)}</Rows> : <p class="muted">{none}</p>}
      {children}
    </Section>
  );
}
