/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Elements made one by one: a host's policy may forbid HTML in strings, and nothing has to be escaped. */

/** Milliseconds, by the clock of the browser. */
export const now = () => Date.now();

export type Child = Node | string | false | null | undefined | 0;

/** Properties of the element, as `onclick` or `ariaLabel`. */
export type Props = Record<string, unknown>;

/** @param tag `p.soft.few`: with its classes @param rest children, and properties */
export function h<T extends HTMLElement = HTMLElement>(tag: string, ...rest: (Child | Props)[]): T {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  made.className = classes.join(" ");
  for (const one of rest) {
    if (one?.constructor === Object) Object.assign(made, one);
    else if (one) made.append(one as Node | string);
  }
  return made as T;
}

/** @param more properties */
export const link = (href: string, text: string, more?: Props) => h("a", { href, ...more }, text);

/** A second line, less than the first. */
export const soft = (...children: Child[]) => h("p.soft", ...children);

/** Links and buttons beside each other. */
export const row = (...children: Child[]) => h("div.row", ...children);

/** A row of a list. @param heading h3, or h4 below one @param more beside or below it */
export const item = (heading: string, title: string, lines: Child[], ...more: Child[]) =>
  h("li.class", h("div", h(heading, title), ...lines), ...more);

/** What went wrong, read out at once. */
export const alert = (text: string) => h("p.error.wide", { role: "alert" }, text);

/** What happened, where the form was. It takes the focus, so that it is read out. */
export function said(title: string, ...more: Child[]): HTMLElement {
  const box = h("div.said.wide", { role: "status", tabIndex: -1 }, h("p", h("strong", title)), ...more);
  focusSoon(box);
  return box;
}

/** A landmark of the page, with its name. */
export const section = (label: string, ...children: Child[]) => h("section", { ariaLabel: label }, ...children);

/** Once it is on the page. */
export const focusSoon = (one: HTMLElement) => setTimeout(() => one.focus());

/** `Reformer Flow, 50 minutes`: of facts that may be missing. */
export const list = (facts: Child[], separator = ", ") => facts.filter((fact) => fact).join(separator);
