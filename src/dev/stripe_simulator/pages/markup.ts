/** Markup that is safe to put on a page: made by `markup`, never from input. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = Markup | string | number | null | false | readonly Content[];

/** The text of a page. */
export function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (content === null || content === false) return "";
  if (typeof content === "object") return content.map(render).join("");
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Escapes whatever is not itself markup. Not called `html`: the formatter would rearrange it. */
export function markup(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + render(contents[index - 1]) + string));
}
