import type { Class } from "@alera/client";
import { formatMoment } from "../format.ts";
import { STUDIO } from "../site.ts";

/** Of which class: known when the address names it. */
export function ClassLine({ one }: { one: Pick<Class, "nameSnapshot" | "scheduledAt"> | null }) {
  return one
    ? (
      <p>
        {one.nameSnapshot}, <time datetime={one.scheduledAt}>{formatMoment(one.scheduledAt)}</time> ({STUDIO.city}{" "}
        time).
      </p>
    )
    : null;
}
