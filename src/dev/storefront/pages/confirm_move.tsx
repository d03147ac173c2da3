import type { CancellationPreview } from "@alera/client";
import type { Move } from "../api.ts";
import { moveInWords } from "../moving.ts";
import { blankForm } from "../form.ts";
import { STUDIO } from "../site.ts";
import { CodeField } from "../ui/code_field.tsx";
import { Facts } from "../ui/facts.tsx";
import { Page } from "../ui/page.tsx";
import { TimeSpan } from "../ui/time_span.tsx";

interface ConfirmMoveProps {
  enrollmentId: string;
  present: CancellationPreview["classSession"];
  paidWith: CancellationPreview["paidWith"];
  move: Move;
  now: number;
  mailed: boolean;
}

export function ConfirmMovePage({ enrollmentId, present, paidWith, move, now, mailed }: ConfirmMoveProps) {
  const { classSession: next } = move;
  return (
    <Page title="Move a booking" current="/me" narrow>
      <div class="stack">
        <h1>Move this booking?</h1>
        <Facts
          rows={[
            [
              "From",
              <>
                {present.nameSnapshot}, <TimeSpan of={present} />
              </>,
            ],
            [
              "To",
              <>
                {next.nameSnapshot}, <TimeSpan of={next} /> ({STUDIO.city} time)
              </>,
            ],
          ]}
        />
        <p>{moveInWords(move, paidWith, now)}</p>
        <form method="post" action={`/move/${enrollmentId}`} novalidate>
          <input type="hidden" name="to" value={next.id} />
          <input type="hidden" name="sure" value="1" />
          {mailed && <CodeField form={blankForm()} />}
          <div class="actions">
            <button class="button primary" type="submit">Move booking</button>
            <a class="button" href={mailed ? "/" : "/me"}>Keep as it is</a>
          </div>
        </form>
      </div>
    </Page>
  );
}
