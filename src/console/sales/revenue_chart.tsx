/** Revenue by day, drawn. */
import { formatMoney, minorUnits } from "../../domain/money.ts";
import type { MonthOfSales } from "../../workflows/payments/summarize_month.ts";
import type { Format } from "../ui/format.ts";
import { Chart, NoChart } from "./chart.tsx";
import { scaleOf } from "./chart_scale.ts";
import { dayLabel, longDay, shortDay } from "./day_names.ts";

const HEADING = "Revenue by day";

export function RevenueChart({ sales, format }: { sales: MonthOfSales; format: Format }) {
  const { days, length, month } = sales;
  const finding = describe(sales, format);
  if (days.every((day) => day.revenueCents === 0)) return <NoChart heading={HEADING} finding={finding} />;
  const unit = minorUnits(format.currency);
  return (
    <Chart
      id="revenue"
      heading={HEADING}
      finding={finding}
      places={length}
      bars={days.map((day, at) => ({
        at,
        value: day.revenueCents / unit,
        title: `${shortDay(day)}: ${format.money(day.revenueCents)}`,
      }))}
      scale={scaleOf(days.map((day) => day.revenueCents / unit))}
      lineLabel={(figure) => roundMoney(Math.round(figure * unit), format.currency)}
      placeLabel={dayLabel(month)}
    />
  );
}

function describe({ days, running, total }: MonthOfSales, format: Format): string {
  const best = days.reduce((a, b) => b.revenueCents > a.revenueCents ? b : a);
  const today = running ? ` Today so far: ${format.money(days.at(-1)!.revenueCents)}.` : "";
  if (best.revenueCents > 0) return `Best day: ${longDay(best)}, ${format.money(best.revenueCents)}.${today}`;
  if (total.refundsCents > 0) return `No day had more sales than refunds.${today}`;
  return running ? "Nothing sold so far." : "Nothing sold.";
}

/** `$1,200`: an axis has round figures only. */
function roundMoney(cents: number, currency: string): string {
  return formatMoney(cents, currency).replace(/[.,]0+(?=\D*$)/, "").replace("-", "−");
}
