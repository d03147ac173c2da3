/** The page before something that can't be undone. Script opens it as a dialog. */
import type { Child } from "hono/jsx";
import { Form, FormError } from "./form.tsx";
import type { Errors } from "./form_errors.ts";
import { type FrameOptions, renderPage } from "./frame.tsx";
import type { PageContext } from "./page_context.ts";
import { BackLink, type Link } from "./page_head.tsx";

export interface ConfirmOptions extends FrameOptions {
  back?: Link;
  /** Ends in a question mark; `title` when absent. */
  question?: Child;
  /** Where the form is sent. */
  action: string;
  /** What happens then. */
  consequence: Child;
  /** The button that does it; null while it can't be done. */
  confirm: string | null;
  /** The way out. */
  keep: Link;
  errors?: Errors | null;
  status?: number;
}

/** Asks before it is done. */
export function confirmPage(call: PageContext, options: ConfirmOptions): Response {
  const { title, back, question, action, consequence, confirm, keep, errors, status } = options;
  return dialogPage(
    call,
    { ...options, back, status: status ?? (errors ? 400 : 200) },
    <Form call={call} action={action}>
      <h1>{question ?? title}</h1>
      <FormError errors={errors} />
      {consequence}
      <div class="actions">
        {confirm === null ? null : <button class="button final" type="submit">{confirm}</button>}
        <a class="button quiet" href={keep.href} data-keep>{keep.label}</a>
      </div>
    </Form>,
  );
}

/** A page whose content script opens as a dialog. */
export function dialogPage(
  call: PageContext,
  options: FrameOptions & { back?: Link; status?: number },
  body: Child,
): Response {
  return renderPage(
    call,
    options,
    <>
      {options.back ? <BackLink {...options.back} /> : null}
      <div data-dialog-body>{body}</div>
    </>,
    options.status,
  );
}
