import type { Form } from "../form.ts";
import { Field } from "../ui/field.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";

export function SignInPage({ form, notice }: { form: Form; notice?: string }) {
  return (
    <Page title="My bookings" current="/me" narrow>
      <div class="stack">
        <h1>My bookings</h1>
        {notice && <p class="notice" role="status" tabindex={-1} autofocus>{notice}</p>}
        <p>No password: we email you a link that signs you in for 30 days.</p>
        <form method="post" action="/me/link" novalidate>
          <FormNotice form={form} />
          <Field form={form} name="email" label="Email" type="email" autocomplete="email" />
          <button class="button primary" type="submit">Email me a link</button>
        </form>
      </div>
    </Page>
  );
}
