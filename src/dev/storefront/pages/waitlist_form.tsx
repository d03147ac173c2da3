import type { Class } from "@alera/client";
import type { Form } from "../form.ts";
import { ContactFields } from "../ui/contact_fields.tsx";
import { FormNotice } from "../ui/form_notice.tsx";

export function WaitlistForm({ one, form }: { one: Class; form: Form }) {
  return (
    <section class="panel" aria-labelledby="book">
      <h2 id="book">This class is full</h2>
      <p>Join the waitlist, and we email you if you get a seat. Waiting costs nothing.</p>
      <form method="post" action={`/classes/${one.id}/waitlist`} novalidate>
        <FormNotice form={form} />
        <ContactFields form={form} />
        <button class="button primary" type="submit">Join waitlist</button>
      </form>
    </section>
  );
}
