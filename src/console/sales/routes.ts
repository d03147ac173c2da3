/** The sales: the month in figures, and each kind of sale and the refunds one by one, all of it also as CSV. */
import type { PageRoutes } from "../ui/page_context.ts";
import { giftCardPage } from "./gift_card.tsx";
import { giftCards } from "./gift_cards.tsx";
import { monthPage } from "./month.tsx";
import { monthFile } from "./month_file.ts";
import { packs } from "./packs.tsx";
import { refunds } from "./refunds.tsx";
import { tips } from "./tips.tsx";

/** Declares the pages and files of the sales. */
export function salesPages({ get }: PageRoutes): void {
  get("/console/sales", monthPage);
  get("/console/sales/month.csv", monthFile);
  get("/console/sales/packs", packs.page);
  get("/console/sales/packs.csv", packs.file);
  get("/console/sales/gift-cards", giftCards.page);
  get("/console/sales/gift-cards.csv", giftCards.file);
  get("/console/sales/gift-cards/:id", giftCardPage);
  get("/console/sales/tips", tips.page);
  get("/console/sales/tips.csv", tips.file);
  get("/console/sales/refunds", refunds.page);
  get("/console/sales/refunds.csv", refunds.file);
}
