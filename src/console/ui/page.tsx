/** A page of the console: declared here, drawn in the frame. */
import type { Child } from "hono/jsx";
import { type DocumentOptions, htmlDocument, pageHeaders } from "./document.tsx";
import { Flash } from "./flash.tsx";
import { FormError } from "./form.tsx";
import { Frame, type Tab } from "./frame.tsx";
import type { PageContext } from "./page_context.ts";
import { BackLink, type Link, PageHead } from "./page_head.tsx";

export interface PageOptions extends DocumentOptions {
  /** Of the browser's tab; the studio's name is added. */
  title: string;
  tab?: Tab;
  /** For pages of text and forms: at most 64rem wide. */
  narrow?: boolean;
  /** Above everything, such as tabs of sub-pages. */
  nav?: Child;
  /** Of everything below that. */
  class?: string;
  back?: Link;
  /** Over the page, when it isn't `title`; null when the body has its own. */
  heading?: Child;
  /** A line about the page. */
  intro?: Child;
  /** Buttons beside the heading. */
  actions?: Child;
  /** Under the intro. */
  headMore?: Child;
  /** What a form has just done, by the `done` of the address. */
  flash?: Record<string, Child>;
  /** When it isn't that of a refused form, or 200. */
  status?: number;
  headers?: Record<string, string>;
}

/** Shows a page; of a refused form also what is wrong with it as a whole. */
export function showPage(call: PageContext, page: PageOptions, ...body: Child[]): Response {
  const { title, tab, narrow, nav, back, heading = title, intro, actions, headMore, flash, frames, headers } = page;
  const { displayName } = call.provider;
  const content = (
    <>
      {back && <BackLink {...back} />}
      {heading !== null && (
        <>
          <PageHead title={heading} intro={intro} actions={actions} more={headMore} />
          <FormError call={call} />
        </>
      )}
      {flash && !call.refused && <Flash call={call} messages={flash} />}
      {body}
    </>
  );
  const html = htmlDocument(
    `${title} · ${displayName}`,
    page,
    <Frame call={call} tab={tab} narrow={narrow}>
      {nav}
      {page.class ? <div class={page.class}>{content}</div> : content}
    </Frame>,
  );
  const status = page.status ?? call.refused?.status ?? 200;
  return new Response(html, { status, headers: { ...pageHeaders(frames), ...headers } });
}
