/** What every page of `/docs` stands in. */
import type { Child } from "hono/jsx";
import { raw } from "hono/html";

interface LayoutProps {
  title: string;
  version: string;
  /** The same page as Markdown. */
  markdown: string;
  /** Whether elements of `/embed.js` are on it. */
  withElements?: boolean;
  contents: Child;
  children: Child;
}

export function Layout({ title, version, markdown, withElements, contents, children }: LayoutProps) {
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/docs/docs.css" />
          <link rel="alternate" type="text/markdown" href={markdown} />
          <script src="/docs/docs.js" type="module"></script>
          {withElements && <script src="/embed.js" type="module"></script>}
        </head>
        <body>
          <a class="skip visually-hidden" href="#content">Skip to content</a>
          <header class="top">
            <a class="brand" href="/docs">Alera</a>
            <span class="muted">API, version {version}</span>
            <span class="documents">
              <a href={markdown}>This page as Markdown</a>
              <a href="/openapi.json">OpenAPI document</a>
            </span>
          </header>
          <div class="layout">
            {contents}
            <main id="content" tabindex={-1}>
              {children}
            </main>
          </div>
          <p id="announcement" class="visually-hidden" role="status"></p>
        </body>
      </html>
    </>
  );
}
