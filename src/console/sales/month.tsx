/** The month: its figures, drawn and as a table. */
import { iso } from "../../domain/time.ts";
import { type Figures, type MonthOfSales, summarizeMonth } from "../../workflows/payments/summarize_month.ts";
import { Facts } from "../ui/facts.tsx";
import { type Format, LOCALE } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";
import { AttendanceChart } from "./attendance_chart.tsx";
import { EmptyMonth } from "./empty_month.tsx";
import { MonthButtons } from "./month_buttons.tsx";
import { MonthTable } from "./month_table.tsx";
import { RevenueChart } from "./revenue_chart.tsx";
import { SalesNav } from "./sales_nav.tsx";

/** GET: the page. */
export async function monthPage(call: PageContext): Promise<Response> {
  const { ctx, provider, format } = call;
  const sales = await summarizeMonth(ctx, provider, call.query.get("month"));
  const { total } = sales;
  const title = format.month(sales.month);
  const empty = total.revenueCents === 0 && total.refundsCents === 0 && total.seats === 0 && total.offlineCents === 0;
  return showPage(
    call,
    {
      title: `Sales, ${title}`,
      tab: "sales",
      nav: <SalesNav at="" />,
      heading: title,
      actions: <MonthButtons call={call} sales={sales} />,
      headMore: <p class="muted small">{describeRange(call, sales)}</p>,
    },
    <Facts big="Revenue after refunds" facts={factsOf(format, total)} />,
    <Section id="days" title="Day by day" headClass="visually-hidden" class={empty ? "section" : "section charts"}>
      {empty && <EmptyMonth sales={sales} title={title} provider={provider} />}
      {!empty && <RevenueChart sales={sales} format={format} />}
      {!empty && <AttendanceChart sales={sales} format={format} />}
    </Section>,
    !empty && (
      <details class="numbers">
        <summary>Show the numbers</summary>
        <MonthTable sales={sales} format={format} title={title} />
      </details>
    ),
    <p class="muted small foot">
      A sale counts on the day it was paid. A refund counts on the day it was made: automatically, in your Stripe
      dashboard, or by you. A gift card counts when it is sold, not when it is used; a class booked with a pack or a
      gift card counts with that. Cards you issued, and classes that were paid elsewhere, are not in it. Seats are those
      of classes that have begun; one is filled when it was booked and not cancelled, no-shows too. Amounts are before
      Stripe’s fees, and days are those of {format.place}.
    </p>,
  );
}

/** `May 1 to 6, 10:00 AM in Chicago. US dollars, before Stripe’s fees.` */
function describeRange({ format, nowMs }: PageContext, { days, running }: MonthOfSales): string {
  const until = days.length > 1 ? ` to ${days.length}` : "";
  const now = running ? `, ${format.time(iso(nowMs))}` : "";
  return `${format.monthDay(days[0].date)}${until}${now} in ${format.place}. ${
    currencyName(format.currency)
  }, before Stripe’s fees.`;
}

/** `US dollars` */
function currencyName(currency: string): string {
  const options = { style: "currency", currency, currencyDisplay: "name" } as const;
  return new Intl.NumberFormat(LOCALE, options).formatToParts(2).find((part) => part.type === "currency")!.value;
}

function factsOf(format: Format, total: Figures): Record<string, string> {
  const { seats, filled } = total;
  return {
    "Revenue after refunds": format.money(total.revenueCents),
    "Classes": format.money(total.classesCents),
    "Packs": format.money(total.packsCents),
    "Gift cards": format.money(total.giftCardsCents),
    "Tips": format.money(total.tipsCents),
    "Refunds": format.money(0 - total.refundsCents),
    ...(total.offlineCents > 0 ? { "Paid elsewhere": format.money(total.offlineCents) } : {}),
    "Seats filled": seats === 0 ? "No classes" : `${filled} of ${seats}, ${Math.round(filled * 100 / seats)}%`,
  };
}
