/** The HTML document around every page, and its strict policy. */
import { raw } from "hono/html";
import type { Child } from "hono/jsx";

export interface DocumentOptions {
  /** Seconds until the page loads itself again, while something runs. */
  refresh?: number;
  /** An address to go on to at once, such as Stripe's: a form may not be redirected off this server. */
  continueTo?: string;
  /** More pages may be framed: the preview of a mail is. */
  frames?: boolean;
}

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Headers of every page of the console: nothing inline, nothing from elsewhere, never cached. */
export function pageHeaders(frames = false): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": frames ? `${POLICY}; frame-src 'self'` : POLICY,
    // Not no-referrer: then browsers call a form's origin "null", and ours could not be told from another's.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
  };
}

/** The whole text of a page. */
export function htmlDocument(title: string, options: DocumentOptions, body: Child): string {
  return String(
    <>
      {raw("<!doctype html>")}
      <html lang="en-US">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <title>{title}</title>
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          {options.refresh !== undefined && <meta http-equiv="refresh" content={String(options.refresh)} />}
          {options.continueTo && <meta http-equiv="refresh" content={`0; url=${options.continueTo}`} />}
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/console/console.css" />
          <script src="/console/console.js" type="module"></script>
        </head>
        <body>{body}</body>
      </html>
    </>,
  );
}
