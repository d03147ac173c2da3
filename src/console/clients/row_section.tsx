/** A section of rows. */
import type { Child, PropsWithChildren } from "hono/jsx";
import { Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";

interface Props<T> {
  id: string;
  title: string;
  aside?: Child;
  rows: T[];
  row: (of: T) => Child;
  /** In place of the rows where there are none; without it the section is left out. */
  none?: string;
}

export function RowSection<T>({ id, title, aside, rows, row, none, children }: PropsWithChildren<Props<T>>) {
  if (rows.length === 0 && !none) return null;
  return (
    <Section id={id} title={title} aside={aside}>
      {rows.length ? <Rows>{rows.map(row)}</Rows> : <p class="muted">{none}</p>}
      {children}
    </Section>
  );
}
