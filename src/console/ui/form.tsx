/** Forms that change something. */
import type { PropsWithChildren } from "hono/jsx";
import { randomText } from "../../domain/ids.ts";
import type { PageContext } from "./page_context.ts";

/** A form as it is shown: what is stored; `call` has what was typed, and what is wrong with it. */
export interface FormState {
  call: PageContext;
  stored: Record<string, unknown>;
}

interface FormProps {
  call: PageContext;
  /** Where it is sent; the page's own address when absent. */
  action?: string;
  class?: string;
}

/** Bound to the session, and to one submission. */
export function Form({ call, action = call.path, class: of = "stack", children }: PropsWithChildren<FormProps>) {
  return (
    <form class={of} method="post" action={action} novalidate>
      <input type="hidden" name="csrf" value={call.csrf} />
      <input type="hidden" name="once" value={randomText(32)} />
      {children}
    </form>
  );
}

/** What is wrong with a form as a whole. */
export function FormError({ call }: { call: PageContext }) {
  const problem = call.refused?.errors[""];
  return problem ? <p class="notice bad said" role="alert" tabindex={-1}>{problem}</p> : null;
}

/** The button that sends the form, and the way out. */
export function FormActions({ submit, cancel }: { submit: string; cancel?: { href: string; label: string } }) {
  const button = <button class="button primary" type="submit">{submit}</button>;
  return cancel
    ? (
      <div class="actions">
        {button}
        <a class="button quiet" href={cancel.href}>{cancel.label}</a>
      </div>
    )
    : button;
}

/** A form that is nothing but its button. */
export function ButtonForm(
  { call, action, class: of = "actions", button = "button", children, ...attributes }: PropsWithChildren<
    FormProps & { button?: string; [attribute: string]: unknown }
  >,
) {
  return (
    <Form call={call} action={action} class={of}>
      <button class={button} type="submit" {...attributes}>{children}</button>
    </Form>
  );
}
