import { HOME } from "./elements.ts";
import { layout } from "./layout.ts";
import { markup } from "./markup.ts";

/** A page that says one thing. */
export function messagePage(status: number, title: string, message: string): Response {
  return layout(title, markup`<section><p>${message}</p></section>\n${HOME}`, status);
}

/** For an action that a page does not have. */
export function noSuchButton(): Response {
  return messagePage(404, "Not found", "There is no such button here.");
}
