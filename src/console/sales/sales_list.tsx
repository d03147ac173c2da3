/** A list of the sales: a page of its newest rows with the sum of all, and all of it as a file. */
import type { Child } from "hono/jsx";
import { Empty } from "../ui/empty.tsx";
import { pluralize } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import { type Column, Pager, Table } from "../ui/listing.tsx";
import type { PageContext, PageHandler } from "../ui/page_context.ts";
import type { Link } from "../ui/page_head.tsx";
import { allPages, csvFile, type FileColumn, type List } from "./csv_file.ts";
import { SalesNav, type SalesPath } from "./sales_nav.tsx";

const ROWS_ON_A_PAGE = 50;

/** Of all rows, not only those in view. */
export interface Sum {
  count: number;
  cents: number;
}

interface SalesList<T, S> {
  path: SalesPath;
  title: string;
  /** What one row is. */
  noun: string;
  /** More about the list, under its title. */
  intro?: string;
  /** Buttons above the list. */
  actions?: Child;
  empty: { what: string; how: string; link?: Link };
  list: List;
  /** Without it the page has no totals. */
  sum?: (call: PageContext) => Promise<S>;
  columns: (call: PageContext, sum: S) => Column<T>[];
  file: FileColumn<T>[];
}

/** The page and the file of a declared list. */
export function salesList<T, S extends Sum | undefined = undefined>(
  of: SalesList<T, S>,
): { page: PageHandler; file: PageHandler } {
  return {
    page: (call) => showList(call, of),
    file: (call) => csvFile(call, of.path, of.file, allPages(call, of.list)),
  };
}

async function showList<T, S extends Sum | undefined>(call: PageContext, of: SalesList<T, S>): Promise<Response> {
  const { ctx, provider, query, format } = call;
  const cursor = query.get("before") ?? undefined;
  const [page, sum] = await Promise.all([
    of.list(ctx.db, provider.id, { limit: ROWS_ON_A_PAGE, cursor }),
    of.sum?.(call) as Promise<S>,
  ]);
  const rows: T[] = JSON.parse(page.itemsJson);
  const path = `/console/sales/${of.path}`;
  const columns = of.columns(call, sum);
  if (sum) {
    const allInView = !cursor && !page.nextCursor;
    columns[0].total = `${allInView ? "" : "All "}${pluralize(sum.count, of.noun)}`;
  }
  return showPage(
    call,
    {
      title: of.title,
      tab: "sales",
      nav: <SalesNav at={of.path} />,
      class: "listed",
      actions: (sum?.count ?? rows.length) > 0 && (
        <a class="button" href={`${path}.csv`} aria-label={`CSV: download all ${of.title.toLowerCase()}`} download>
          CSV
        </a>
      ),
      headMore: <p class="muted small">The newest first, times in {format.place}. {of.intro}</p>,
    },
    of.actions && <div class="actions list-actions">{of.actions}</div>,
    rows.length
      ? <Table caption={of.title} columns={columns} rows={rows} />
      : cursor
      ? <Empty what={`There are no older ${of.noun}s.`} link={{ href: path, label: "Newest" }} />
      : <Empty {...of.empty} />,
    <Pager
      first={cursor && path}
      next={page.nextCursor && `${path}?before=${encodeURIComponent(page.nextCursor)}`}
      labels={{ first: "Newest", next: "Older" }}
    />,
  );
}
