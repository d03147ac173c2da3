/** To the months around, and the month as a file. */
import type { MonthOfSales } from "../../workflows/payments/summarize_month.ts";
import { Icon } from "../ui/icon.tsx";
import type { PageContext } from "../ui/page_context.ts";

export function MonthButtons({ call: { format }, sales }: { call: PageContext; sales: MonthOfSales }) {
  const { month, previous, next } = sales;
  return (
    <>
      <a
        class="button icon"
        href={`/console/sales?month=${previous}`}
        aria-label={`Month before: ${format.month(previous)}`}
      >
        <Icon name="left" size={18} />
      </a>
      {next
        ? (
          <a
            class="button icon"
            href={`/console/sales?month=${next}`}
            aria-label={`Month after: ${format.month(next)}`}
          >
            <Icon name="right" size={18} />
          </a>
        )
        : (
          <button type="button" class="button icon" disabled aria-label="Month after: not begun">
            <Icon name="right" size={18} />
          </button>
        )}
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
