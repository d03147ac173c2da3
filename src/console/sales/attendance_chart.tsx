/** Seats filled by day, drawn. */
import type { DayOfSales, MonthOfSales } from "../../workflows/payments/summarize_month.ts";
import { type Format, LOCALE, pluralize } from "../ui/format.ts";
import { Chart, NoChart } from "./chart.tsx";
import { scaleOf } from "./chart_scale.ts";
import { dayLabel, longDay, shortDay } from "./day_names.ts";

const HEADING = "Attendance by day";

export function AttendanceChart({ sales, format }: { sales: MonthOfSales; format: Format }) {
  const { days, length, month } = sales;
  const finding = [describeBest(sales), describeClosed(days, format), describeToday(sales)].filter(Boolean).join(" ");
  if (days.every((day) => day.seats === 0)) return <NoChart heading={HEADING} finding={finding} />;
  return (
    <Chart
      id="attendance"
      heading={HEADING}
      finding={finding}
      places={length}
      bars={days.map((day, at) => ({
        at,
        value: day.filled,
        most: day.seats,
        title: `${shortDay(day)}: ${day.filled} of ${pluralize(day.seats, "seat")}`,
      })).filter((bar) => bar.most > 0)}
      scale={scaleOf(days.map((day) => day.seats))}
      lineLabel={(figure) => figure.toLocaleString(LOCALE)}
      placeLabel={dayLabel(month)}
    />
  );
}

function describeBest({ days, running }: MonthOfSales): string {
  const open = days.filter((day) => day.seats > 0);
  if (open.length === 0) return running ? "No classes so far." : "No classes.";
  const share = (day: DayOfSales) => day.filled / day.seats;
  const best = open.reduce((a, b) => share(a) >= share(b) ? a : b);
  return best.filled > 0
    ? `Seats filled, in classes that have begun. Fullest: ${longDay(best)}, ${best.filled} of ${best.seats}.`
    : "Seats filled, in classes that have begun. None was filled.";
}

/** `Closed May 25.`, `Closed May 4, 11 and 25.`; many are counted. */
function describeClosed(days: DayOfSales[], format: Format): string {
  const closed = days.filter((day) => day.closed);
  if (closed.length === 0) return "";
  if (closed.length > 6) return `Closed on ${closed.length} days.`;
  const names = closed.map((day, index) => index === 0 ? format.monthDay(day.date) : String(Number(day.date.slice(8))));
  return `Closed ${new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(names)}.`;
}

function describeToday({ days, running }: MonthOfSales): string {
  const { seats, filled } = days.at(-1)!;
  return running && seats > 0 ? `Today so far: ${filled} of ${seats}.` : "";
}
