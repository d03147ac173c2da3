/** A gift card that is to pay for a class: its balance before the click. */
import type { Form } from "./form.ts";
import { formatMoney } from "./format.ts";
import { findClass } from "./listed_class.ts";
import { refusedForm } from "./posted_form.ts";
import type { SiteContext } from "./site_context.ts";

const CARD_UNKNOWN = "We know no card with this code. Compare it with the email, letter by letter.";

/** The form again, with the card if it can pay, else with what is wrong. Takes nothing. */
export async function lookUpCard(
  site: SiteContext,
  classId: string,
  values: Form["values"],
): Promise<{ form: Form; card?: { balanceCents: number } }> {
  const { api } = site;
  const refused = (problem: string, status: Form["status"]) => ({
    form: { values, errors: { giftCardCode: problem }, status },
  });
  if (!values.giftCardCode) return refused("Enter the code of the card.", 400);
  try {
    const [{ id }, one] = await Promise.all([api.studio(), findClass(site, classId)]);
    const balanceCents = await api.giftCardBalance(id, values.giftCardCode);
    const priceCents = one?.priceCents ?? 0;
    if (balanceCents >= priceCents) return { form: { values, errors: {} }, card: { balanceCents } };
    return refused(`This card has ${formatMoney(balanceCents)}, and the class costs ${formatMoney(priceCents)}.`, 409);
  } catch (error) {
    const form = refusedForm(error, { ...values, code: values.giftCardCode }, { 404: { code: CARD_UNKNOWN } });
    const { code, ...errors } = form.errors;
    return { form: { ...form, errors: code ? { ...errors, giftCardCode: code } : errors } };
  }
}
