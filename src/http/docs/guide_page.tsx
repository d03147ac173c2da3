/** A guide as a page of HTML. */
import { raw } from "hono/html";
import { GuideContents } from "./contents.tsx";
import type { Guide } from "./guides.ts";
import { Layout } from "./layout.tsx";
import { type LiveStudio, renderMarkdown } from "./markdown.ts";

/** @param markdown the guide's, with this server's values @param live whose elements are shown, in development */
export function renderGuide(
  guide: Guide,
  markdown: string,
  guides: Guide[],
  version: string,
  live: LiveStudio | null,
): string {
  const { html, sections } = renderMarkdown(markdown, guide.file, live);
  return String(
    <Layout
      title={`${guide.title} · Alera`}
      version={version}
      markdown={`/docs/${guide.id}.md`}
      withElements={html.includes('<div class="live">')}
      contents={<GuideContents guides={guides} current={guide.id} sections={sections} />}
    >
      <article class="guide">{raw(html)}</article>
    </Layout>,
  );
}
