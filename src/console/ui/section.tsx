/** A part of a page under its own heading. */
import type { Child, PropsWithChildren } from "hono/jsx";

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
