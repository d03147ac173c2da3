/** A gift card redeemed at the desk: looked up first, the amount before the click, undone for a moment. */
import { findDeskRedemption } from "../../domain/gift_card_entries.ts";
import { deskTaking } from "../../schemas/gift_cards.ts";
import { lookUpCard, redeemAtDesk, undoRedemption } from "../../workflows/payments/redeem_at_desk.ts";
import { check, reworded } from "../ui/form_errors.ts";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { CardAtDesk } from "./card_at_desk.tsx";
import { DeskForm, readDesk } from "./desk_form.tsx";
import { Taken } from "./redeemed.tsx";
import { SalesNav } from "./sales_nav.tsx";

const HOME = "/console/sales/gift-cards/redeem";

/** A code is as good as money: it is looked up by a form that leaves it in no address. */
export const redeemForm: FormHandler = {
  async page(call) {
    const taken = call.query.get("taken");
    const of = taken && await findDeskRedemption(call.ctx.db, call.provider.id, taken);
    return show(call, of ? <Taken call={call} of={of} /> : <DeskForm call={call} />);
  },
  /** Looks the card up; nothing is taken. */
  async submit(call) {
    const { code, amountCents } = readDesk(call);
    const found = await lookUpCard(call.ctx, call.provider.id, code);
    if (!found.card) return show(call, <DeskForm call={call} unknown={found} />);
    return show(
      call,
      <DeskForm call={call} />,
      await CardAtDesk({ call, card: found.card, code: found.code, amountCents }),
    );
  },
};

/** Takes the amount on the button. */
export async function takeFromCard(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const { cents, purpose = null } = check(deskTaking, { cents: form.whole("take"), purpose: form.text("purpose") });
  const work = () => redeemAtDesk(ctx, provider.id, { code: form.text("code"), cents, purpose });
  const id = await reworded(call.once(work), {
    gift_card_insufficient: "The card has less than that by now. Nothing was taken: look it up again.",
    gift_card_expired: "The card has expired. Nothing was taken.",
  });
  return redirect(`${HOME}?taken=${id}`);
}

/** Puts it back. */
export async function undoTaking(call: PageContext): Promise<Response> {
  const { id } = await call.once(() => undoRedemption(call.ctx, call.provider.id, call.form.text("entry")));
  return redirect(`${HOME}?taken=${id}`);
}

const show = (call: PageContext, ...body: Parameters<typeof showPage>[2][]) =>
  showPage(
    call,
    {
      title: "Redeem a gift card",
      tab: "sales",
      narrow: true,
      nav: <SalesNav at="gift-cards" />,
      back: { href: "/console/sales/gift-cards", label: "Gift cards" },
      intro:
        "For what is bought at the desk. To pay for a class, book the client in with the card: a refund then goes back to it.",
    },
    <div class="stack roomy">{body}</div>,
  );
