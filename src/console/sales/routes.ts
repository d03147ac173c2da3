/** The sales: the month in figures, and each kind of sale and the refunds one by one, all of it also as CSV. */
import type { PageRoutes } from "../ui/page_context.ts";
import { giftCardPage } from "./gift_card.tsx";
import { giftCards } from "./gift_cards.tsx";
import { issueForm } from "./issue_gift_card.tsx";
import { redeemForm, takeFromCard, undoTaking } from "./redeem.tsx";
import { monthPage } from "./month.tsx";
import { monthFile } from "./month_file.ts";
import { packs } from "./packs.tsx";
import { refunds } from "./refunds.tsx";
import { tips } from "./tips.tsx";

/** Declares the pages and files of the sales. */
export function salesPages({ get, post, form }: PageRoutes): void {
  get("/console/sales", monthPage);
  get("/console/sales/month.csv", monthFile);
  get("/console/sales/packs", packs.page);
  get("/console/sales/packs.csv", packs.file);
  get("/console/sales/gift-cards", giftCards.page);
  get("/console/sales/gift-cards.csv", giftCards.file);
  form("/console/sales/gift-cards/redeem", redeemForm);
  post("/console/sales/gift-cards/redeem/take", takeFromCard, redeemForm.page);
  post("/console/sales/gift-cards/redeem/undo", undoTaking, redeemForm.page);
  form("/console/sales/gift-cards/new", issueForm);
  get("/console/sales/gift-cards/:id", giftCardPage);
  get("/console/sales/tips", tips.page);
  get("/console/sales/tips.csv", tips.file);
  get("/console/sales/refunds", refunds.page);
  get("/console/sales/refunds.csv", refunds.file);
}
