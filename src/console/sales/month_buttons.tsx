/** To the months around, and the month as a file. */
import type { MonthOfSales } from "../../workflows/payments/summarize_month.ts";
import { Icon } from "../ui/icon.tsx";
import type { PageContext } from "../ui/page_context.ts";

export function MonthButtons({ call: { format }, sales }: { call: PageContext; sales: MonthOfSales }) {
  const path = (month: string) => `/console/sales?month=${month}`;
  const { month, previous, next } = sales;
  const right = <Icon name="right" size={18} />;
  return (
    <>
      <a class="button icon" href={path(previous)} aria-label={`Month before: ${format.month(previous)}`}>
        <Icon name="left" size={18} />
      </a>
      {next
        ? <a class="button icon" href={path(next)} aria-label={`Month after: ${format.month(next)}`}>{right}</a>
        : <button type="button" class="button icon" disabled aria-label="Month after: not begun">{right}</button>}
      <a
        class="button"
        href={`/console/sales/month.csv?month=${month}`}
        aria-label={`CSV: download ${format.month(month)}`}
        download
      >
        CSV
      </a>
    </>
  );
}
