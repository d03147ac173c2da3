/** Buying a gift card, and looking up its balance. */
import type { Hono } from "hono";
import { blankForm } from "../form.ts";
import { GiftCardBoughtPage } from "../pages/gift_card_bought.tsx";
import { GiftCardsPage } from "../pages/gift_cards.tsx";
import { UnpaidPage } from "../pages/unpaid.tsx";
import { amountOf, readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

const CARD_UNKNOWN = "We know no card with this code. Compare it with the email, letter by letter.";

export function giftCardRoutes(app: Hono, { api, session, options: { providerId } }: SiteContext): void {
  const canCheck = providerId ? blankForm() : null;
  app.get("/gift-cards", (c) => page(c, <GiftCardsPage form={blankForm()} check={canCheck} />));
  app.post("/gift-cards", async (c) => {
    const { values } = await readForm(c);
    const { amount: _amount, other: _other, ...card } = values;
    try {
      const bought = { ...card, amountCents: amountOf(values), customerToken: session.token(c) };
      return c.redirect((await api.startGiftCard(bought)).checkoutUrl, 303);
    } catch (error) {
      const form = refusedForm(error, values);
      return page(c, <GiftCardsPage form={form} check={canCheck} />, form.status);
    }
  });
  app.post("/gift-cards/check", async (c) => {
    if (!providerId) return c.notFound();
    const { values } = await readForm(c);
    try {
      const balanceCents = await api.giftCardBalance(providerId, values.code ?? "");
      return page(c, <GiftCardsPage form={blankForm()} check={{ values, errors: {} }} balanceCents={balanceCents} />);
    } catch (error) {
      const check = refusedForm(error, values, { 404: { code: CARD_UNKNOWN } });
      return page(c, <GiftCardsPage form={blankForm()} check={check} />, check.status);
    }
  });
  app.get("/gift-cards/confirm", (c) => page(c, <GiftCardBoughtPage />));
  app.get(
    "/gift-cards/cancelled",
    (c) => page(c, <UnpaidPage what="No card was bought." again="/gift-cards" current="/gift-cards" />),
  );
}
