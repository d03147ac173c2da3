/** Under the roster, once the class is over. */
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { ButtonForm } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { classPath } from "./class_path.ts";
import { isOver } from "./class_state.ts";

export function RosterEnd({ call, view }: { call: PageContext; view: ClassView }) {
  const { session, seated } = view;
  if (session.status === "Cancelled" || !isOver(call, view)) return null;
  const here = seated.filter((one) => one.checkedInAt !== null).length;
  const missing = seated.filter((one) => one.status !== "NoShow" && one.checkedInAt === null).length;
  const marksMissing = here > 0 && missing > 0;
  const completes = session.status === "Scheduled";
  if (!marksMissing && !completes) return null;
  return (
    <div class="roster-end no-print">
      <div class="actions">
        {marksMissing && (
          <ButtonForm call={call} action={`${classPath(session.id)}/no-shows`}>
            Mark the other {missing} as no-show
          </ButtonForm>
        )}
        {completes && (
          <ButtonForm
            call={call}
            action={`${classPath(session.id)}/complete`}
            button="button primary"
            aria-describedby="complete-hint"
          >
            Complete class
          </ButtonForm>
        )}
      </div>
      {completes && (
        <p class="hint" id="complete-hint">
          Completing is final: the class can’t be changed or cancelled any more. No-shows still can.
        </p>
      )}
    </div>
  );
}
