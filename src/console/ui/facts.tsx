/** Figures and facts by their names. */
import type { Child } from "hono/jsx";

/** @param big the name of the one that matters most, or the names of several */
export function Facts(
  { facts, big, class: of }: { facts: Record<string, Child>; big?: string | string[]; class?: string },
) {
  return (
    <dl class={of ? `facts ${of}` : "facts"}>
      {Object.entries(facts).map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd class={[big].flat().includes(name) ? "big" : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
