/** Booking a class, joining its waitlist, and where the checkout leads back to. */
import type { Context, Hono } from "hono";
import { blankForm, type Form } from "../form.ts";
import { findClass, findClassWithDay } from "../listed_class.ts";
import { BookPage } from "../pages/book.tsx";
import { BookedPage } from "../pages/booked.tsx";
import { BookingUnpaidPage } from "../pages/booking_unpaid.tsx";
import { LinkMailedPage } from "../pages/link_mailed.tsx";
import { WaitlistedPage } from "../pages/waitlisted.tsx";
import { findOpenPayment, noteOpenPayment } from "../open_payment.ts";
import { lookUpCard } from "../paying_card.ts";
import { findPayment } from "../payment_state.ts";
import { readForm, refusedForm } from "../posted_form.ts";
import { mailSigninLink } from "../signin_link.ts";
import { page, type SiteContext } from "../site_context.ts";

const PACK_UNUSABLE =
  "This pack can’t be used: it is empty or expired, or you are no longer signed in. Choose another way to pay.";

export function bookingRoutes(app: Hono, site: SiteContext): void {
  const { api, session } = site;

  async function bookPage(c: Context, form: Form, card?: { balanceCents: number }) {
    const [{ one, sameDay }, { holdMinutes }, customer] = await Promise.all([
      findClassWithDay(site, c.req.param("id")!),
      api.studio(),
      session.customer(c).catch(() => null), // who can’t be recognised can still pay by card
    ]);
    const known = { name: customer?.client.name ?? "", email: customer?.client.email ?? "" };
    const filled = { ...form, values: { ...known, ...form.values } };
    const packs = customer?.packages ?? null;
    const props = { one, sameDay, packs, holdMinutes, form: filled, now: site.options.now(), card };
    return page(c, <BookPage {...props} />, form.status);
  }

  app.get("/classes/:id/book", (c) => bookPage(c, blankForm()));

  app.post("/classes/:id/book", async (c) => {
    const id = c.req.param("id");
    const { values, who } = await readForm(c);
    const { pay = "card" } = values;
    if (pay === "pack") {
      const form = await mailSigninLink(api, values);
      if (form) return bookPage(c, form);
      session.returnTo(c, `/classes/${encodeURIComponent(id)}/book`);
      return page(c, <LinkMailedPage email={values.email} then="It brings you back to this class." />);
    }
    if (pay === "gift_card" && (!values.giftCardCode || values.lookedUp !== values.giftCardCode)) {
      const { form, card } = await lookUpCard(site, id, values);
      return bookPage(c, form, card);
    }
    try {
      const { checkoutUrl } = await api.book(id, { ...who, ...paymentOf(values), customerToken: session.token(c) });
      if (checkoutUrl) {
        const minutes = (await api.studio().catch(() => null))?.holdMinutes ?? 30;
        noteOpenPayment(c, site.options.origin, { classId: id, url: checkoutUrl, minutes });
      }
      return c.redirect(checkoutUrl ?? `/book/confirm?class=${encodeURIComponent(id)}`, 303);
    } catch (error) {
      const unusable = { pay: PACK_UNUSABLE };
      const isPack = pay !== "card" && pay !== "gift_card";
      return bookPage(c, refusedForm(error, values, isPack ? { 401: unusable, 404: unusable } : {}));
    }
  });

  app.post("/classes/:id/waitlist", async (c) => {
    const { values, who } = await readForm(c);
    try {
      const entry = await api.joinWaitlist(c.req.param("id"), { ...who, customerToken: session.token(c) });
      return page(c, <WaitlistedPage entry={entry} one={await findClass(site, c.req.param("id"))} />);
    } catch (error) {
      return bookPage(c, refusedForm(error, values));
    }
  });

  app.get("/book/confirm", async (c) => {
    const one = await findClass(site, c.req.query("class"));
    const payment = await findPayment(api, c);
    return page(c, <BookedPage one={one} payment={payment} paid={c.req.query("session_id") !== undefined} />);
  });
  app.get("/book/cancelled", async (c) => {
    const one = await findClass(site, c.req.query("class"));
    const studio = await api.studio().catch(() => null);
    return page(
      c,
      <BookingUnpaidPage
        one={one}
        payUrl={findOpenPayment(c, c.req.query("class"))}
        holdMinutes={studio?.holdMinutes ?? null}
      />,
    );
  });
}

/** What pays, as the API is told. */
function paymentOf({ pay = "card", giftCardCode }: Form["values"]) {
  if (pay === "card") return {};
  return pay === "gift_card" ? { giftCardCode } : { useClientPackageId: pay };
}
