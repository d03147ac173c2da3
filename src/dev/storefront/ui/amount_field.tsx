import type { Form } from "../form.ts";
import { formatMoney } from "../format.ts";
import { Field } from "./field.tsx";

/** A few amounts to choose from, and one's own. */
export function AmountField({ form, amounts, hint }: { form: Form; amounts: number[]; hint: string }) {
  const chosen = form.errors.other ? "other" : form.values.amount ?? String(amounts[1]);
  return (
    <>
      <fieldset class="field">
        <legend>Amount</legend>
        <div class="choices">
          {amounts.map((cents) => (
            <label class="choice">
              <input type="radio" name="amount" value={cents} checked={chosen === String(cents)} />
              <span>{formatMoney(cents)}</span>
            </label>
          ))}
          <label class="choice">
            <input type="radio" name="amount" value="other" checked={chosen === "other"} />
            <span>Another amount</span>
          </label>
        </div>
      </fieldset>
      <div class="other">
        <Field
          form={form}
          name="other"
          label="Another amount, in dollars"
          inputmode="decimal"
          hint={hint}
          optional="unsaid"
        />
      </div>
    </>
  );
}
