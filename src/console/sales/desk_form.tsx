/** Code and amount, typed or scanned. */
import { parseMoney } from "../../domain/money.ts";
import { amountText } from "../ui/amounts.ts";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { type Errors, FILL_IN, Refusal } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";

/** @param unknown no card has the code: the last four of one that nearly has it */
export function DeskForm({ call, unknown }: { call: PageContext; unknown?: { near: string | null } }) {
  const form = { call, stored: {} };
  const error = unknown && describeUnknown(unknown.near);
  return (
    <Form call={call} action="/console/sales/gift-cards/redeem" class="desk">
      <Field
        form={form}
        name="code"
        label="Code"
        class="input code-input"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        {...(error ? { error } : {})}
      />
      <Field
        form={form}
        name="amount"
        label={`Amount, ${call.provider.currency.toUpperCase()}`}
        class="input money"
        inputmode="decimal"
        autocomplete="off"
      />
      <button class="button" type="submit">Look up</button>
      <p class="hint">Typed or scanned, with or without hyphens. Nothing is taken yet.</p>
    </Form>
  );
}

function describeUnknown(near: string | null): string {
  return `No card has this code. It has 16 letters and digits, never O, 0, I, L or 1.${
    near ? ` Look at the last four: ${near} is close.` : ""
  }`;
}

/** What was typed. @throws Refusal */
export function readDesk(call: PageContext): { code: string; amountCents: number | null } {
  const { form, provider } = call;
  const errors: Errors = {};
  const code = form.text("code");
  if (code.replace(/[\s-]/g, "").length !== 16 || !/^[A-Za-z0-9\s-]+$/.test(code)) {
    errors.code = code === "" ? FILL_IN : "A code has 16 letters and digits. Type all of it, or scan it again.";
  }
  const amount = form.text("amount");
  const amountCents = amount === "" ? null : parseMoney(amount, provider.currency);
  if (amount !== "" && !amountCents) {
    errors.amount = `Write an amount, such as ${amountText(2000, provider.currency)}.`;
  }
  if (Object.keys(errors).length) throw new Refusal(errors);
  return { code, amountCents };
}
