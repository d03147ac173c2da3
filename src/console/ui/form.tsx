/** Forms that change something. */
import type { PropsWithChildren } from "hono/jsx";
import { randomText } from "../../domain/ids.ts";
import type { Errors } from "./form_errors.ts";
import type { PageContext } from "./page_context.ts";

/** A form as it is shown: what is stored, what was typed (in `call.form`), what is wrong with it. */
export interface FormState {
  call: PageContext;
  stored: Record<string, unknown>;
  errors?: Errors | null;
}

/** Bound to the session, and to one submission. */
export function Form(
  { call, action, class: of = "stack", children, id }: PropsWithChildren<
    { call: PageContext; action: string; class?: string; id?: string }
  >,
) {
  return (
    <form class={of} method="post" action={action} id={id} novalidate>
      <input type="hidden" name="csrf" value={call.csrf} />
      <input type="hidden" name="once" value={randomText(32)} />
      {children}
    </form>
  );
}

/** What is wrong with a form as a whole, above its fields. */
export function FormError({ errors }: { errors?: Errors | null }) {
  return errors?.[""] ? <p class="notice bad" role="alert" tabindex={-1}>{errors[""]}</p> : null;
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
  { call, action, class: of = "actions", button = "button", name, value, children }: PropsWithChildren<
    { call: PageContext; action: string; class?: string; button?: string; name?: string; value?: string }
  >,
) {
  return (
    <Form call={call} action={action} class={of}>
      <button class={button} type="submit" name={name} value={value}>{children}</button>
    </Form>
  );
}
