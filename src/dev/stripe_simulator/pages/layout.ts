/** The frame of every page: plain HTML and forms, no script, nothing from elsewhere. */
import { type Markup, markup, render } from "./markup.ts";
import { STYLE } from "./style.ts";

/** For every page. No form-action: browsers would apply it to the redirect back to the shop as well. */
const HEADERS: Record<string, string> = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** A page, whole. */
export function layout(title: string, body: Markup, status = 200): Response {
  const text = render(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Simulated Stripe</title>
<style>${STYLE}</style>
</head>
<body>
<header class="banner">Simulated Stripe. No money moves.</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`);
  return new Response(text, { status, headers: HEADERS });
}
