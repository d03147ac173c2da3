/** What the form of a key holds. Any address that a person may paste is understood, and its correction offered. */
import type { z } from "@hono/zod-openapi";
import { type OriginAdvice, originAdvice } from "../../domain/origins.ts";
import { apiKey } from "../../schemas/api_keys.ts";
import { check, type Errors, Refusal } from "../ui/form_errors.ts";
import type { FormInput } from "../ui/form_input.ts";
import type { PageContext } from "../ui/page_context.ts";

const MOST_SITES = 20;
const TOO_MANY = `A key has at most ${MOST_SITES} sites.`;
const NONE: OriginAdvice = {
  says: "Add the site that will use this key. It looks like https://your-site.com.",
  use: null,
};

export interface Site {
  text: string;
  advice: OriginAdvice | null;
  focus: boolean;
}

/** An empty row is nothing yet; every other one is checked. */
const adviceOn = (text: string) => text.trim() ? originAdvice(text.trim()) : null;

/** Whether Add, Remove or "Use …" was pressed: then the form is shown again. @throws Refusal when there are too many sites to add one */
export function editsSites(form: FormInput): boolean {
  if (form.has("add") && form.all("origin").length >= MOST_SITES) {
    throw new Refusal({ sites: `${TOO_MANY} Create a second key for the others.` });
  }
  return ["add", "remove", "fix"].some((name) => form.has(name));
}

/** The sites as the form shows them: those that are stored, or what was typed after a press of Add, Remove or "Use …". */
export function sitesOf({ form, refused }: PageContext, stored: string[] = []): Site[] {
  const texts = form.has("once") ? form.all("origin") : [...stored];
  const rowOf = (name: string) => {
    const row = form.whole(name);
    return row !== undefined && row in texts ? row : null;
  };
  const [removed, corrected] = [rowOf("remove"), rowOf("fix")];
  let focus: number | null = corrected;
  if (corrected !== null) texts[corrected] = adviceOn(texts[corrected])?.use ?? texts[corrected];
  if (removed !== null) {
    texts.splice(removed, 1);
    focus = Math.max(0, removed - 1);
  }
  if (form.has("add") && !refused) focus = texts.push("") - 1;
  if (texts.length === 0) texts.push("");
  const none = refused && !form.has("add") && texts.every((text) => text.trim() === "");
  return texts.map((text, row) => ({ text, advice: none && row === 0 ? NONE : adviceOn(text), focus: row === focus }));
}

/** The key that was sent. @throws Refusal */
export function readKey(form: FormInput): z.output<typeof apiKey> {
  const allowedOrigins = [...new Set(form.all("origin").map((text) => text.trim()).filter(Boolean))];
  const found: Errors = {};
  // Which of them, and why, stands beside each.
  if (allowedOrigins.length === 0 || allowedOrigins.some(adviceOn)) found.allowedOrigins = "";
  else if (allowedOrigins.length > MOST_SITES) found.sites = TOO_MANY;
  return check(apiKey, { label: form.text("label"), allowedOrigins, kind: form.text("kind") }, found);
}
