import type { CancellationPreview } from "@alera/client";
import { cancellationPolicy, consequenceInWords } from "../cancellation.ts";
import type { Form } from "../form.ts";
import { ClassFacts } from "../ui/class_facts.tsx";
import { CodeField } from "../ui/code_field.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";

interface CancelProps {
  enrollmentId: string;
  /** What the click does; null while only the mailed link's reader knows the token. */
  consequence: CancellationPreview | null;
  /** By the mailed link, whose token no page repeats: the browser, or its reader, has it still. */
  mailed?: boolean;
  /** The studio's. */
  cancelWindowHours: number;
  form: Form;
}

export function CancelPage({ enrollmentId, consequence, mailed, cancelWindowHours, form }: CancelProps) {
  const { says, button, keep } = consequence
    ? consequenceInWords(consequence)
    : { says: cancellationPolicy(cancelWindowHours), button: "Show what comes back", keep: "Keep booking" };
  const session = consequence?.classSession;
  return (
    <Page title="Cancel a booking" current="/me" narrow>
      <div class="stack">
        <h1>Cancel this booking?</h1>
        {session && <ClassFacts of={{ ...session, name: session.nameSnapshot }} />}
        <p>
          {says}
          {consequence && " This can’t be undone."}
        </p>
        <form method="post" action={`/cancel/${enrollmentId}`} novalidate>
          <FormNotice form={form} />
          {consequence
            ? (
              <>
                <input type="hidden" name="sure" value="1" />
                {mailed && <CodeField form={form} />}
              </>
            )
            : <CodeField form={form} />}
          <div class="actions">
            <button class={consequence ? "button final" : "button primary"} type="submit">{button}</button>
            <a class="button" href={mailed || !consequence ? "/" : "/me"}>{keep}</a>
          </div>
        </form>
      </div>
    </Page>
  );
}
