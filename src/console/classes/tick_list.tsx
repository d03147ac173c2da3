/** Classes to tick before they are created. */
import type { Child } from "hono/jsx";
import { type Refusal, refuse } from "../ui/form_errors.ts";
import type { FormInput } from "../ui/form_input.ts";

/** One class that may be created. */
export interface Tick {
  value: string;
  label: Child;
  sub?: Child;
  /** Its conflicts, and what a clock change does. */
  warnings: string[];
  ticked: boolean;
}

/**
 * The list, and one button that says how many are created. Script keeps the number right; without it a list whose ticks have changed
 * is shown once more, so that no other number is created than the button said.
 */
export function TickList(
  { ticks, verb, anyway, wayOut }: { ticks: Tick[]; verb: string; anyway: boolean; wayOut: Child },
) {
  const count = ticks.filter((one) => one.ticked).length;
  const one = `${verb} 1 class`;
  const many = `${verb} {n} classes`;
  const label = `${count === 1 ? one : many.replace("{n}", String(count))}${anyway ? " anyway" : ""}`;
  return (
    <>
      <ul class="ticks" role="list">
        {ticks.map(({ value, label, sub, warnings, ticked }) => (
          <li>
            <label class="choice">
              <input type="checkbox" name="on" value={value} checked={ticked} />
              <span>{label}</span>
              {sub && <span class="hint">{sub}</span>}
              <Warnings of={warnings} />
            </label>
          </li>
        ))}
      </ul>
      <input type="hidden" name="said" value={String(count)} />
      <div class="actions">
        <button
          class="button primary"
          type="submit"
          name="step"
          value="make"
          data-count="on"
          data-none="Tick a class first"
          data-one={one}
          data-many={many}
        >
          {count === 0 ? "Tick a class first" : label}
        </button>
        {wayOut}
      </div>
    </>
  );
}

export function Warnings({ of }: { of: string[] }) {
  return <>{of.map((line) => <span class="hint trouble">{line}</span>)}</>;
}

/** What is wrong with the ticks, if anything is. @param chosen how many of them are still on the list */
export function tickProblem(form: FormInput, chosen: number): Refusal | null {
  if (chosen === 0) return refuse("Nothing is ticked. Tick what is to be created.");
  return form.text("said") === String(form.all("on").length)
    ? null
    : refuse("Nothing was created yet: you changed the ticks. The button says now how many it creates.");
}
