/** Tables declared by their columns, and the way from page to page. */
import type { Child } from "hono/jsx";
import type { PageContext } from "./page_context.ts";

export interface Column<T> {
  head: string;
  cell: (row: T, index: number) => Child;
  /** Figures stand to the right. */
  num?: boolean;
  /** Left out on a phone, where the other columns tell it in a `narrow-line`. */
  wide?: boolean;
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

interface TableProps<T> {
  caption: Child;
  columns: Column<T>[];
  rows: T[];
  /** What is opened below a row, or null. */
  opened?: (row: T) => Child | null;
}

/** The first column names the row. The caption is for screen readers. */
export function Table<T>({ caption, columns, rows, opened = () => null }: TableProps<T>) {
  const classOf = ({ num, wide }: Column<T>) =>
    [num && "num", wide && "wide-cell"].filter(Boolean).join(" ") || undefined;
  /** The first column has the headings of the rows. */
  const cellsOf = (content: (column: Column<T>) => Child) =>
    columns.map((column, at) =>
      at === 0
        ? <th scope="row" class={classOf(column)}>{content(column)}</th>
        : <td class={classOf(column)}>{content(column) ?? null}</td>
    );
  return (
    <table class="table">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>{columns.map((column) => <th scope="col" class={classOf(column)}>{column.head}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const below = opened(row);
          return (
            <>
              <tr aria-current={below ? "true" : undefined}>{cellsOf((one) => one.cell(row, index))}</tr>
              {below && (
                <tr class="opened">
                  <td colspan={columns.length}>{below}</td>
                </tr>
              )}
            </>
          );
        })}
      </tbody>
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
