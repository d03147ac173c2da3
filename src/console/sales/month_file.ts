/** The month as a CSV file, a row for each day. */
import { type DayOfSales, summarizeMonth } from "../../workflows/payments/summarize_month.ts";
import type { PageContext } from "../ui/page_context.ts";
import { cents, csvFile, currency, type FileColumn } from "./csv_file.ts";

const COLUMNS: FileColumn<DayOfSales & { currency: string }>[] = [
  ["Date", (day) => ({ plain: day.date })],
  cents("Classes", (day) => day.classesCents),
  cents("Packs", (day) => day.packsCents),
  cents("Gift cards", (day) => day.giftCardsCents),
  cents("Tips", (day) => day.tipsCents),
  cents("Refunds", (day) => 0 - day.refundsCents),
  cents("Revenue after refunds", (day) => day.revenueCents),
  cents("Paid elsewhere", (day) => day.offlineCents),
  currency,
  ["Seats filled", (day) => day.filled],
  ["Seats on offer", (day) => day.seats],
];

/** GET: the file. */
export async function monthFile(call: PageContext): Promise<Response> {
  const { ctx, provider, query } = call;
  const { month, days } = await summarizeMonth(ctx, provider, query.get("month"));
  const rows = days.map((day) => ({ ...day, currency: provider.currency }));
  return csvFile(call, `sales-${month}`, COLUMNS, [rows]);
}
