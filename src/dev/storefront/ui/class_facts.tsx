import { STUDIO } from "../site.ts";
import { Facts } from "./facts.tsx";
import { TimeSpan } from "./time_span.tsx";

/** Which class it is about, and when that is. */
export function ClassFacts({ of }: { of: { name: string; scheduledAt: string; durationMin: number } }) {
  return (
    <Facts
      rows={[
        ["Class", of.name],
        [
          "When",
          (
            <>
              <TimeSpan of={of} /> ({STUDIO.city} time)
            </>
          ),
        ],
      ]}
    />
  );
}
