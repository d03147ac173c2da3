/** Buying a gift card, and looking up its balance. */
import type { Context, Hono } from "hono";
import { blankForm, type Form } from "../form.ts";
import { GiftCardBoughtPage } from "../pages/gift_card_bought.tsx";
import { GiftCardsPage } from "../pages/gift_cards.tsx";
import { UnpaidPage } from "../pages/unpaid.tsx";
import { paymentState } from "../payment_state.ts";
import { amountOf, readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

const CARD_UNKNOWN = "We know no card with this code. Compare it with the email, letter by letter.";

export function giftCardRoutes(app: Hono, { api, session }: SiteContext): void {
  async function giftCardsPage(c: Context, form: Form, check = blankForm(), balanceCents?: number) {
    const { giftCards } = await api.studio();
    const status = form.status ?? check.status;
    return page(c, <GiftCardsPage form={form} check={check} balanceCents={balanceCents} bounds={giftCards} />, status);
  }

  app.get("/gift-cards", (c) => giftCardsPage(c, blankForm()));
  app.post("/gift-cards", async (c) => {
    const { values } = await readForm(c);
    const { amount: _amount, other: _other, purchaserName = "", purchaserEmail = "", ...card } = values;
    try {
      const buyer = { purchaserName, purchaserEmail, customerToken: session.token(c) };
      const bought = { ...card, ...buyer, amountCents: amountOf(values) };
      return c.redirect((await api.startGiftCard(bought)).checkoutUrl, 303);
    } catch (error) {
      return giftCardsPage(c, refusedForm(error, values));
    }
  });
  app.post("/gift-cards/check", async (c) => {
    const { values } = await readForm(c);
    try {
      const balanceCents = await api.giftCardBalance((await api.studio()).id, values.code ?? "");
      return giftCardsPage(c, blankForm(), { values, errors: {} }, balanceCents);
    } catch (error) {
      return giftCardsPage(c, blankForm(), refusedForm(error, values, { 404: { code: CARD_UNKNOWN } }));
    }
  });
  app.get("/gift-cards/confirm", async (c) => page(c, <GiftCardBoughtPage state={await paymentState(api, c)} />));
  app.get(
    "/gift-cards/cancelled",
    (c) => page(c, <UnpaidPage what="No card was bought." again="/gift-cards" current="/gift-cards" />),
  );
}
