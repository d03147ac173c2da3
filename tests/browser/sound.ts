/** What every page must be: accessible to axe-core, no wider than its screen, with one heading, names, and targets to hit. */
import axe from "axe-core";
import { type Look, LOOKS, type OpenPage } from "./browser.ts";

/** What evaluated functions see; Deno's own types have no document. */
// deno-lint-ignore no-explicit-any
declare const document: any, innerWidth: number, getComputedStyle: (element: any) => any;

/** Widths at which nothing may scroll sideways besides those of the looks. */
const WIDTHS = [320, 820, 1024];

/** Throws unless the page, as it stands, is sound. */
export async function sound(page: OpenPage, name: string): Promise<void> {
  refuse(name, await findings(page));
}

/** The same on a phone and a desktop, light and dark, and no sideways scroll at widths between. Leaves the page as it was. */
export async function soundInEveryLook(page: OpenPage, name: string): Promise<void> {
  const before = page.current;
  const looks = new Map<string, string[]>();
  const found = (what: string, look: string) => looks.set(what, [...looks.get(what) ?? [], look]);
  try {
    for (const look of LOOKS) {
      await page.look(look);
      for (const what of await findings(page)) found(what, nameOf(look));
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      for (const what of await page.evaluate(sticksOut)) found(what, `${width} px`);
    }
  } finally {
    await page.look(before);
  }
  refuse(
    name,
    [...looks].map(([what, where]) => where.length === LOOKS.length ? what : `${where.join(" and ")}: ${what}`),
  );
}

const nameOf = ({ viewport, scheme }: Look) => `${viewport}, ${scheme}`;

function refuse(name: string, found: string[]): void {
  if (found.length) throw new Error(`${name} is not sound:\n${found.map((one) => `- ${one}`).join("\n")}`);
}

/** Proves by trying that the page's policy lets no inline script run. */
export async function refusesInlineScript(page: OpenPage): Promise<void> {
  await page.calm();
  await page.evaluate(`{
    const script = document.createElement("script");
    script.textContent = "document.title = 'it ran'";
    document.head.append(script);
  }`);
  const complaint = await page.calm().then(() => "nothing", (error) => String(error));
  if (!/Content Security Policy: script-src-elem refuses inline/.test(complaint) || await page.title() === "it ran") {
    throw new Error(`An inline script was not refused; the page said: ${complaint}`);
  }
}

/** Everything that is wrong with the page as it stands, in words; empty when it is sound. */
export async function findings(page: OpenPage): Promise<string[]> {
  await page.waitForLoadState(); // its text is there before its style sheet is
  return await page.scripted(async () => [
    ...await violations(page),
    ...await page.evaluate(measure),
    ...await page.evaluate(sticksOut),
  ]);
}

/** Axe's rules, best practices included, and targets of 24 px. Evaluated by DevTools, which the page's policy doesn't bind. */
async function violations(page: OpenPage): Promise<string[]> {
  await page.evaluate(`if (!globalThis.axe) { ${axe.source} }`);
  const options: axe.RunOptions = {
    resultTypes: ["violations"],
    // A mail's frame runs no script, so axe could only wait for it; open what it shows as a page of its own.
    iframes: false,
    rules: { "target-size": { enabled: true } },
  };
  const found = await inTime(
    page.evaluate<axe.Result[]>(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`),
  );
  return found.map(({ id, impact, help, nodes }) =>
    [
      `${id} (${impact}): ${help}`,
      ...nodes.slice(0, 5).map(({ target, html, failureSummary }) =>
        `    ${target.join(" ")}\n      ${html.slice(0, 160)}\n      ${failureSummary?.replace(/\s*\n\s*/g, " ")}`
      ),
      ...nodes.length > 5 ? [`    and ${nodes.length - 5} more`] : [],
    ].join("\n")
  );
}

/** Nothing else would end an audit whose timers never do. */
async function inTime<T>(audit: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error("axe did not end within 60 s; does the page's policy sandbox it?")),
      60_000,
    );
  });
  try {
    return await Promise.race([audit, late]);
  } finally {
    clearTimeout(timer);
    audit.catch(() => {});
  }
}

/** Runs in the page. What axe doesn't ask for. */
function measure(): string[] {
  const found: string[] = [];
  // deno-lint-ignore no-explicit-any
  type Element = any;
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
  const seen = (one: Element) => one.checkVisibility({ visibilityProperty: true });
  const words = (one: Element) => one.outerHTML.replace(/\s+/g, " ").slice(0, 120);

  const headings = all("h1").filter(seen);
  if (headings.length !== 1) found.push(`it has ${headings.length} visible h1, not one`);

  const viewport = document.querySelector("meta[name=viewport]")?.content ?? "";
  if (!/width=device-width/.test(viewport)) {
    found.push("a phone would shrink it: no meta viewport of the device's width");
  }

  const ids = all("[id]").map((one) => one.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length) found.push(`ids are there more than once: ${[...new Set(twice)].join(", ")}`);

  for (const control of all("input:not([type=hidden]), select, textarea, button")) {
    const labelledBy = (control.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id: string) =>
      id && document.getElementById(id)?.textContent
    );
    const button = /^(button|submit|reset|image)$/.test(control.type);
    const names = [
      control.getAttribute("aria-label"),
      ...labelledBy,
      ...[...control.labels ?? []].map((one: Element) => one.textContent),
      ...button ? [control.textContent, control.value, control.alt] : [],
    ];
    // Neither a placeholder nor a title is a name: one goes away, the other is never seen.
    if (!names.some((one) => one?.trim())) found.push(`it has no name: ${words(control)}`);
  }

  for (
    const button of all(
      "button, summary, [role=button], a.button, input:is([type=submit], [type=button], [type=reset])",
    )
  ) {
    const { width, height } = button.getBoundingClientRect();
    // What is hidden until it has the focus is a pixel wide.
    if (seen(button) && width > 1 && height < 36) {
      found.push(`${Math.round(height * 10) / 10} px are too low for a thumb, at least 36: ${words(button)}`);
    }
  }

  if (innerWidth < 768) {
    for (
      const input of all("input:not([type=hidden], [type=checkbox], [type=radio], [type=submit]), select, textarea")
    ) {
      const size = parseFloat(getComputedStyle(input).fontSize);
      if (seen(input) && size < 16) {
        found.push(`iOS would zoom in, its text is ${size} px, at least 16: ${words(input)}`);
      }
    }
  }
  return found;
}

/** Runs in the page. Names what makes it scroll sideways, the innermost first. */
function sticksOut(): string[] {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  // deno-lint-ignore no-explicit-any
  const wide = [...document.body.querySelectorAll("*")].filter((one: any) =>
    one.getBoundingClientRect().right > innerWidth + 0.5
  );
  // deno-lint-ignore no-explicit-any
  const names = wide.reverse().slice(0, 3).map((one: any) => one.outerHTML.replace(/\s+/g, " ").slice(0, 120));
  return [`it scrolls sideways, ${root.scrollWidth} px wide on a screen of ${innerWidth}\n    ${names.join("\n    ")}`];
}
