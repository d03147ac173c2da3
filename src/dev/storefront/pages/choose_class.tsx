import type { CancellationPreview } from "@alera/client";
import type { Schedule } from "../api.ts";
import type { Form } from "../form.ts";
import { describeSeats } from "../format.ts";
import { STUDIO } from "../site.ts";
import { CodeField } from "../ui/code_field.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";
import { TimeSpan } from "../ui/time_span.tsx";

interface ChooseClassProps {
  enrollmentId: string;
  /** The class it is in; null while only the mailed link's reader knows the token. */
  present: CancellationPreview["classSession"] | null;
  /** Classes of the same price with a free seat. */
  offered: Schedule["classes"];
  /** By the mailed link, whose token no page repeats. */
  mailed: boolean;
  form: Form;
}

export function ChooseClassPage({ enrollmentId, present, offered, mailed, form }: ChooseClassProps) {
  const back = mailed || !present ? "/" : "/me";
  return (
    <Page title="Move a booking" current="/me" narrow>
      <div class="stack">
        <h1>Move this booking</h1>
        {present && (
          <p>
            You are booked for {present.nameSnapshot}, <TimeSpan of={present} />. What you paid goes along.
          </p>
        )}
        <form method="post" action={`/move/${enrollmentId}`} novalidate>
          <FormNotice form={form} />
          {(mailed || !present) && <CodeField form={form} />}
          {offered.length > 0 && (
            <fieldset class="field">
              <legend>Move to</legend>
              <div class="stack">
                {offered.map((one, i) => (
                  <label class="choice">
                    <input type="radio" name="to" value={one.id} checked={i === 0} />
                    <span>
                      <TimeSpan of={one} />
                    </span>
                    <span class="hint">
                      {[one.nameSnapshot, one.instructor?.name, describeSeats(one.seatsLeft)].filter(Boolean).join(
                        ", ",
                      )}
                    </span>
                  </label>
                ))}
              </div>
              <p class="hint">Times are {STUDIO.city} time.</p>
            </fieldset>
          )}
          {present && offered.length === 0 && (
            <p>No other class of the same price has a free seat in the next four weeks.</p>
          )}
          <div class="actions">
            {(!present || offered.length > 0) && (
              <button class="button primary" type="submit">{present ? "Continue" : "Show the classes"}</button>
            )}
            <a class="button" href={back}>Keep as it is</a>
          </div>
        </form>
      </div>
    </Page>
  );
}
