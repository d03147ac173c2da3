import type { CustomerSummary } from "@alera/client";
import type { Form } from "../form.ts";
import { ClassFacts } from "../ui/class_facts.tsx";
import { CodeField } from "../ui/code_field.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";

interface LeaveProps {
  entryId: string;
  /** The place of whoever is signed in; null while only the mailed link's reader knows the token. */
  own: CustomerSummary["waitlist"][number] | null;
  form: Form;
}

export function LeaveWaitlistPage({ entryId, own, form }: LeaveProps) {
  return (
    <Page title="Leave a waitlist" current="/me" narrow>
      <div class="stack">
        <h1>Leave this waitlist?</h1>
        {own && <ClassFacts of={own.class} />}
        <p>
          {own?.offer
            ? "The seat we keep for you goes to the next person who waits, or is open again."
            : "You lose your place, and we don’t email you about this class any more."} This can’t be undone.
        </p>
        <form method="post" action={`/waitlist/leave/${entryId}`} novalidate>
          <FormNotice form={form} />
          {!own && <CodeField form={form} />}
          <div class="actions">
            <button class="button final" type="submit">{own?.offer ? "Give up the seat" : "Leave waitlist"}</button>
            <a class="button" href={own ? "/me" : "/"}>{own?.offer ? "Keep the seat" : "Keep waiting"}</a>
          </div>
        </form>
      </div>
    </Page>
  );
}
