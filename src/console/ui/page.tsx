/** A page of the console: declared here, drawn in the frame. */
import type { Child } from "hono/jsx";
import { Flash } from "./flash.tsx";
import { FormError } from "./form.tsx";
import type { Errors } from "./form_errors.ts";
import { type FrameOptions, renderPage } from "./frame.tsx";
import type { PageContext } from "./page_context.ts";
import { BackLink, type Link, PageHead } from "./page_head.tsx";

export interface PageOptions extends FrameOptions {
  /** Over the page, when it isn't `title`. */
  heading?: Child;
  /** A line about the page. */
  intro?: Child;
  /** Buttons beside the heading. */
  actions?: Child;
  /** Under the intro. */
  headMore?: Child;
  back?: Link;
  /** Above everything, such as tabs of sub-pages. */
  nav?: Child;
  /** What a form has just done, by the `done` of the address. */
  flash?: Record<string, Child>;
  /** Of a form without a page of its own: its error stands above the content. */
  errors?: Errors | null;
  status?: number;
}

/** Shows a page. */
export function showPage(call: PageContext, options: PageOptions, body: Child): Response {
  const { title, heading, intro, actions, headMore, back, nav, flash, errors, status } = options;
  return renderPage(
    call,
    options,
    <>
      {nav}
      {back ? <BackLink {...back} /> : null}
      <PageHead title={heading ?? title} intro={intro} actions={actions} more={headMore} />
      <FormError errors={errors} />
      {flash ? <Flash call={call} messages={flash} /> : null}
      {body}
    </>,
    status ?? (errors ? 400 : 200),
  );
}
