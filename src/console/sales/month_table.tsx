/** The charts' figures as a table. */
import type { MonthOfSales } from "../../workflows/payments/summarize_month.ts";
import { type Format, pluralize } from "../ui/format.ts";
import { Table } from "../ui/listing.tsx";
import { shortDay } from "./day_names.ts";

export function MonthTable({ sales, format, title }: { sales: MonthOfSales; format: Format; title: string }) {
  const { days, total, running } = sales;
  return (
    <Table
      caption={<>Revenue and attendance by day, {title}</>}
      rows={days}
      columns={[
        {
          head: "Day",
          cell: (day, index) => (
            <>
              {shortDay(day)}
              {day.closed && <span class="sub">Closed</span>}
              {running && index === days.length - 1 && <span class="sub">So far</span>}
            </>
          ),
          total: pluralize(days.length, "day"),
        },
        {
          head: "Revenue",
          cell: (day) => format.money(day.revenueCents),
          total: format.money(total.revenueCents),
          num: true,
        },
        { head: "Filled", cell: (day) => day.filled, total: total.filled, num: true },
        { head: "Seats", cell: (day) => day.seats, total: total.seats, num: true },
      ]}
    />
  );
}
