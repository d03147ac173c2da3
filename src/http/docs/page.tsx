/** The reference as one page of HTML, made from the OpenAPI document and readable without script. */
import { raw } from "hono/html";
import { Contents } from "./contents.tsx";
import { GroupSection } from "./group_section.tsx";
import { Guide } from "./guide/guide.tsx";
import type { PageInput } from "./page_input.ts";

/** The whole reference as one HTML document. */
export function renderPage(input: PageInput): string {
  const { groups, version } = input;
  return String(
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Alera API reference</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/docs/docs.css" />
          <script src="/docs/docs.js" type="module"></script>
        </head>
        <body>
          <a class="skip visually-hidden" href="#content">Skip to content</a>
          <header class="top">
            <a class="brand" href="/docs">Alera</a>
            <span class="muted">API reference, version {version}</span>
            <a class="document" href="/openapi.json">OpenAPI document</a>
          </header>
          <div class="layout">
            <Contents groups={groups} />
            <main id="content" tabindex={-1}>
              <Guide {...input} />
              {groups.map((group) => <GroupSection key={group.name} group={group} input={input} />)}
            </main>
          </div>
          <p id="announcement" class="visually-hidden" role="status"></p>
        </body>
      </html>
    </>,
  );
}
