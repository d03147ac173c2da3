/** Tables declared by their columns, and the way from page to page. */
import type { Child } from "hono/jsx";
import type { PageContext } from "./page_context.ts";

export interface Column<T> {
  head: string;
  cell: (row: T, index: number) => Child;
  /** Figures stand to the right. */
  num?: boolean;
  /** Under the column. */
  total?: Child;
}

/** A column of amounts. */
export function money<T>({ format }: PageContext, head: string, cents: (row: T) => number, total?: number): Column<T> {
  return {
    head,
    cell: (row) => format.money(cents(row)),
    num: true,
    total: total === undefined ? undefined : format.money(total),
  };
}

/** The first column names the row. The caption is for screen readers. */
export function Table<T>({ caption, columns, rows }: { caption: Child; columns: Column<T>[]; rows: T[] }) {
  /** The first column has the headings of the rows. */
  const cellsOf = (content: (column: Column<T>) => Child) =>
    columns.map((column, at) => {
      const of = column.num ? "num" : undefined;
      return at === 0
        ? <th scope="row" class={of}>{content(column)}</th>
        : <td class={of}>{content(column) ?? null}</td>;
    });
  return (
    <table class="table">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>{columns.map(({ head, num }) => <th scope="col" class={num ? "num" : undefined}>{head}</th>)}</tr>
      </thead>
      <tbody>{rows.map((row, index) => <tr>{cellsOf((one) => one.cell(row, index))}</tr>)}</tbody>
      {columns.some((one) => one.total !== undefined) && (
        <tfoot>
          <tr>{cellsOf((one) => one.total)}</tr>
        </tfoot>
      )}
    </table>
  );
}

/** To the next page of a list, and back to its beginning. */
export function Pager(
  { first, next, labels = { first: "First page", next: "Next page" } }: {
    first?: string | null;
    next?: string | null;
    labels?: { first: string; next: string };
  },
) {
  if (!first && !next) return null;
  return (
    <nav class="actions pagination" aria-label="Pagination">
      {next && <a class="button" href={next} rel="next">{labels.next}</a>}
      {first && <a class="button quiet" href={first}>{labels.first}</a>}
    </nav>
  );
}
