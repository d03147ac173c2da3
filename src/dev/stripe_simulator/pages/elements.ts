/** What pages are put together from. */
import { type Content, type Markup, markup } from "./markup.ts";

/** A box with a heading. */
export function section(title: string, body: Content): Markup {
  return markup`<section>
<h2>${title}</h2>
${body}
</section>
`;
}

/** A form with one button. */
export function button(action: string, label: string, look: "main" | "plain" = "plain"): Markup {
  return markup`<form method="post" action="${action}"><button class="${look}">${label}</button></form>\n`;
}

/** A line that is a link. */
export function link(href: string, label: string): Markup {
  return markup`<p><a href="${href}">${label}</a></p>\n`;
}

/** Pairs of a name and a value; pairs that are false are left out. */
export function facts(pairs: readonly (readonly [string, string] | false)[]): Markup {
  return markup`<dl>
${pairs.map((pair) => pair && markup`<dt>${pair[0]}</dt><dd>${pair[1]}</dd>\n`)}</dl>
`;
}

/** Items, or that there are none yet. */
export function list(items: readonly Content[]): Markup {
  if (!items.length) return markup`<p class="dim">None yet.</p>`;
  return markup`<ul>
${items.map((item) => markup`<li>${item}</li>\n`)}</ul>
`;
}

export const HOME = link("/", "All accounts, sessions and events");

/** Where a form leads. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
