/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Buttons and forms: one request at a time, and what is wrong beside its field. */
import type { Refusal } from "./api.ts";
import { alert, type Child, h, type Props } from "./dom.ts";
import type { Embed } from "./embed.ts";
import type { Customer } from "./shapes.ts";

/** Does the button's work once at a time, and says so. @param place what is wrong is said in it */
async function work(
  e: Pick<Embed, "say" | "problem">,
  push: HTMLElement,
  place: ParentNode,
  run: () => Promise<void> | void,
): Promise<void> {
  if (push.ariaBusy) return;
  for (const old of place.querySelectorAll(".error")) old.remove();
  const was = push.textContent;
  push.ariaBusy = "true";
  push.textContent = e.say("Sending…");
  try {
    await run();
  } catch (error) {
    showProblem(e, place, error);
  }
  push.ariaBusy = null;
  push.textContent = was;
}

/** @param tag `button.main` for the one that matters, `button.link` for one among words */
export function button(
  e: Pick<Embed, "say" | "problem">,
  text: string,
  run: (push: HTMLElement) => Promise<void> | void,
  tag = "button",
): HTMLElement {
  const push = h(tag, text, {
    type: "button",
    onclick: () => void work(e, push, push.parentNode!, () => run(push)),
  });
  return push;
}

let fields = 0;

/** @param name as the API calls it @param more properties of the input; `optional` and `wide` are none of its own */
export function field(
  { say }: Embed,
  name: string,
  label: string,
  { optional, wide, value, ...more }: Props = {},
): HTMLElement {
  const id = "f" + ++fields;
  return h(
    wide ? "div.field.wide" : "div.field",
    h("label", { htmlFor: id }, optional ? say("{label} (optional)", { label }) : label),
    h(more.rows ? "textarea" : "input", { id, name, required: !optional, value: value ?? "", ...more }),
  );
}

export const EMAIL = { autocomplete: "email", type: "email" };

/** Name, email and phone, filled in for who is signed in. */
export function contactFields(e: Embed, customer: Customer | null, optional = false): HTMLElement[] {
  const { name, email, phone } = customer?.client ?? {};
  return [
    field(e, "name", e.say("Name"), { autocomplete: "name", value: name }),
    field(e, "email", e.say("Email"), { ...EMAIL, value: email }),
    field(e, "phone", e.say("Phone"), { autocomplete: "tel", type: "tel", value: phone, wide: true, optional }),
  ];
}

/**
 * @param send gets what was filled in
 * @param submit of its button
 */
export function form(
  e: Embed,
  label: string,
  fields: Child[],
  submit: string,
  send: (values: Record<string, string>) => Promise<void>,
  ...notes: Child[]
): HTMLFormElement {
  const push = h("button.main", submit);
  const made: HTMLFormElement = h(
    "form.here",
    {
      ariaLabel: label,
      noValidate: true,
      onsubmit(event: Event) {
        event.preventDefault();
        work(e, push, made, () => {
          for (const input of made.querySelectorAll("input")) input.ariaInvalid = null;
          return send(Object.fromEntries(new FormData(made)) as Record<string, string>);
        });
      },
    },
    ...fields,
    h("div.wide.row", push),
    ...notes,
  );
  return made;
}

function showProblem(e: Pick<Embed, "problem">, place: ParentNode, error: unknown): void {
  let first: HTMLElement | null = null;
  for (const { path, message } of (error as Refusal).issues ?? []) {
    const input = place.querySelector<HTMLElement>(`[name="${path}"]`);
    if (!input || input.ariaInvalid) continue;
    const id = input.id + "e";
    input.ariaInvalid = "true";
    input.setAttribute("aria-describedby", id);
    input.after(h("p.error", { id }, e.problem({ code: "error." + path, error: message })));
    first ??= input;
  }
  if (first) first.focus();
  else place.append(alert(e.problem(error)));
}

let closeOpen = () => {};

/** Closes the form that is open: there is one at a time. */
export const closeForm = () => closeOpen();

/** A button that shows a form after it, and hides it again. @param about what it is a button of, for screen readers */
export function opener(
  { say }: Embed,
  label: string,
  about: string,
  look: string,
  make: () => HTMLElement,
): HTMLElement {
  let shown: HTMLElement | null = null;
  const push = h("button", {
    type: "button",
    onclick() {
      const was = shown;
      closeOpen();
      if (was) return;
      push.after(shown = make());
      closeOpen = () => {
        shown!.remove();
        shown = null;
        closeOpen = () => {};
        draw();
      };
      draw();
      shown.querySelector("input")!.focus();
    },
  });
  function draw() {
    push.className = shown ? "" : look;
    push.ariaExpanded = !!shown as unknown as string;
    push.textContent = shown ? say("Close") : label;
    push.ariaLabel = `${push.textContent}: ${about}`;
  }
  draw();
  return push;
}
