/** Pages that script opens as a dialog: a question before something that can't be undone, or that there is nothing left to do. */
import type { Child } from "hono/jsx";
import { Form, FormError } from "./form.tsx";
import { Message } from "./message.tsx";
import { type PageOptions, showPage } from "./page.tsx";
import type { PageContext } from "./page_context.ts";
import type { Link } from "./page_head.tsx";

export interface ConfirmOptions extends PageOptions {
  /** Ends in a question mark; `title` when absent. */
  question?: Child;
  /** The button that does it; null while it can't be done. */
  confirm: string | null;
  /** The way out. */
  keep: Link;
}

/** Asks before it is done. @param consequence what happens then */
export function confirmPage(call: PageContext, options: ConfirmOptions, ...consequence: Child[]): Response {
  const { title, question = title, confirm, keep } = options;
  return dialogPage(
    call,
    options,
    <Form call={call}>
      <h1>{question}</h1>
      <FormError call={call} />
      {consequence}
      <div class="actions">
        {confirm !== null && <button class="button final" type="submit">{confirm}</button>}
        <a class="button quiet" href={keep.href} data-keep>{keep.label}</a>
      </div>
    </Form>,
  );
}

/** There is nothing left to do. */
export function donePage(
  call: PageContext,
  { text, link, ...options }: PageOptions & { text: Child; link: Link },
): Response {
  const heading = options.heading ?? options.title;
  return dialogPage(call, options, <Message title={heading} link={link}>{text}</Message>);
}

/** A page whose content script opens as a dialog. */
export function dialogPage(call: PageContext, options: PageOptions, body: Child): Response {
  return showPage(call, { ...options, heading: null }, <div data-dialog-body>{body}</div>);
}
