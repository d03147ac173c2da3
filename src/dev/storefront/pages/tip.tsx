import type { Form } from "../form.ts";
import { TIPS } from "../site.ts";
import { AmountField } from "../ui/amount_field.tsx";
import { CodeField } from "../ui/code_field.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";

export function TipPage({ form }: { form: Form }) {
  return (
    <Page title="Leave a tip" narrow>
      <div class="stack">
        <h1>Leave a tip</h1>
        <p>Thank you for your visit. A tip is never expected, and goes to the studio in full.</p>
        <form method="post" action="/tip" novalidate>
          <FormNotice form={form} />
          <CodeField form={form} />
          <AmountField form={form} amounts={TIPS} hint="Between $1 and $1,000." />
          <button class="button primary" type="submit">Continue to payment</button>
          <p class="hint">The next page shows the amount again before you pay.</p>
        </form>
      </div>
    </Page>
  );
}
