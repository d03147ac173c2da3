/** A guide as a page of HTML. */
import { raw } from "hono/html";
import { GuideContents } from "./contents.tsx";
import type { Guide } from "./guides.ts";
import { Layout } from "./layout.tsx";
import { renderMarkdown } from "./markdown.ts";

/** @param markdown the guide's, with this server's values */
export function renderGuide(guide: Guide, markdown: string, guides: Guide[], version: string): string {
  const { html, sections } = renderMarkdown(markdown, guide.file);
  return String(
    <Layout
      title={`${guide.title} · Alera`}
      version={version}
      markdown={`/docs/${guide.id}.md`}
      contents={<GuideContents guides={guides} current={guide.id} sections={sections} />}
    >
      <article class="guide">{raw(html)}</article>
    </Layout>,
  );
}
