/** The note of a class that its clients see. */
import type { ClassSession } from "../../domain/class_sessions.ts";
import { Section } from "../ui/section.tsx";
import { classPath } from "./class_path.ts";

export function PublicNote({ session: { id, status, publicNote } }: { session: ClassSession }) {
  const editable = status === "Scheduled";
  if (!publicNote && !editable) return null;
  return (
    <Section
      id="note"
      title="Note for clients"
      class={publicNote ? "section" : "section no-print"}
      aside={editable
        ? (
          <a class="small no-print" href={`${classPath(id)}/edit#publicNote`}>
            {publicNote ? "Change note" : "Add a note"}
          </a>
        )
        : undefined}
    >
      {publicNote
        ? <p class="lines">{publicNote}</p>
        : <p class="muted">None. A note stands beside the class on your site: what to bring, which door is open.</p>}
    </Section>
  );
}
