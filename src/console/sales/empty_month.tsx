/** A month without sales and classes. */
import type { Provider } from "../../domain/providers.ts";
import type { MonthOfSales } from "../../workflows/payments/summarize_month.ts";
import { Empty } from "../ui/empty.tsx";

export function EmptyMonth({ sales, title, provider }: { sales: MonthOfSales; title: string; provider: Provider }) {
  if (!sales.running) {
    return <Empty what={`Nothing sold in ${title}.`} link={{ href: "/console/sales", label: "To this month" }} />;
  }
  const [how, link] = provider.chargesEnabled
    ? [
      "A sale is listed here as soon as somebody has paid for a class, a pack, a gift card or a tip.",
      { href: "/console", label: "To the schedule" },
    ] as const
    : [
      "You can’t take payments yet. Once you can, a sale is listed here as soon as somebody has paid.",
      { href: "/console/payments", label: "See what is missing" },
    ] as const;
  return <Empty what="Nothing sold and no classes this month so far." how={how} link={link} />;
}
