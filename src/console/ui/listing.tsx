/** Tables declared by their columns, and the way from page to page. */
import type { Child } from "hono/jsx";

export interface Column<T> {
  head: string;
  cell: (row: T, index: number) => Child;
  /** Figures stand to the right. */
  num?: boolean;
  /** Under the column. */
  total?: Child;
}

/** The first column names the row. The caption is for screen readers. */
export function Table<T>({ caption, columns, rows }: { caption: Child; columns: Column<T>[]; rows: T[] }) {
  const of = (column: Column<T>) => column.num ? "num" : undefined;
  return (
    <table class="table">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>{columns.map((one) => <th scope="col" class={of(one)}>{one.head}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr>
            {columns.map((one, at) =>
              at === 0
                ? <th scope="row" class={of(one)}>{one.cell(row, index)}</th>
                : <td class={of(one)}>{one.cell(row, index)}</td>
            )}
          </tr>
        ))}
      </tbody>
      {columns.some((one) => one.total !== undefined)
        ? (
          <tfoot>
            <tr>
              {columns.map((one, at) =>
                at === 0
                  ? <th scope="row" class={of(one)}>{one.total}</th>
                  : <td class={of(one)}>{one.total ?? null}</td>
              )}
            </tr>
          </tfoot>
        )
        : null}
    </table>
  );
}

/** To the next page of a list, and back to its beginning. */
export function Pager(
  { first, next, labels = { first: "First page", next: "Next page" } }: {
    first: string | null;
    next: string | null;
    labels?: { first: string; next: string };
  },
) {
  if (!first && !next) return null;
  return (
    <nav class="actions pagination" aria-label="Pagination">
      {next ? <a class="button" href={next} rel="next">{labels.next}</a> : null}
      {first ? <a class="button quiet" href={first}>{labels.first}</a> : null}
    </nav>
  );
}
