/** What begins in one hour of a day: below each other, and side by side where times overlap. */
import { iso } from "../../domain/time.ts";
import type { PageContext } from "../ui/page_context.ts";
import { splitBy, type Stack } from "./day_rows.ts";
import type { Item } from "./days.ts";
import { ClosedHours, Session } from "./session.tsx";

export function HourStacks({ call, stacks, next }: { call: PageContext; stacks: Stack[]; next?: Item }) {
  const now = iso(call.nowMs);
  const show = (item: Item) =>
    item.kind === "class"
      ? <Session call={call} of={item.of} next={item === next} />
      : <ClosedHours call={call} of={item.of} />;
  return (
    <>
      {stacks.map((stack) => {
        if (stack === "now") return <NowLine call={call} />;
        if (stack.length === 1) return show(stack[0]);
        const begun = stack.filter((item) => item.at <= now);
        return (
          <div class={`lanes n${Math.min(4, stack.length)}`}>
            {splitBy(stack, now)
              ? [...begun.map(show), <NowLine call={call} />, ...stack.slice(begun.length).map(show)]
              : stack.map(show)}
          </div>
        );
      })}
    </>
  );
}

function NowLine({ call: { format, nowMs } }: { call: PageContext }) {
  const now = iso(nowMs);
  return (
    <p class="now" id="now">
      <time datetime={now} aria-label={`Now, ${format.time(now)}`}>{format.time(now)}</time>
    </p>
  );
}
