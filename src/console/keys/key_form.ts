/** What the form of a key holds. Any address that a person may paste is understood, and its correction offered. */
import type { z } from "@hono/zod-openapi";
import { type OriginAdvice, originAdvice } from "../../domain/origins.ts";
import { apiKey } from "../../schemas/api_keys.ts";
import { check, type Errors } from "../ui/form_errors.ts";
import type { FormInput } from "../ui/form_input.ts";

const MOST_SITES = 20;

export interface Site {
  text: string;
  advice: OriginAdvice | null;
  focus?: boolean;
}

export interface KeyForm {
  sites: Site[];
  errors?: Errors;
}

const EMPTY: Site = { text: "", advice: null };

/** The form of a stored key, or with none of an empty one. */
export function keyFormOf(origins: string[] = []): KeyForm {
  return { sites: origins.length ? origins.map((text) => ({ text, advice: null })) : [EMPTY] };
}

/** An empty row is nothing yet; every other one is checked. */
const checkSite = (text: string): Site => ({ text, advice: text.trim() ? originAdvice(text.trim()) : null });

/** The form after a press of Add, Remove or "Use …"; null when the form itself was sent. */
export function editSites(form: FormInput): KeyForm | null {
  const texts = form.all("origin");
  const rowOf = (name: string) => {
    const index = form.whole(name);
    return index !== undefined && index >= 0 && index < texts.length ? index : null;
  };
  const [removed, corrected] = [rowOf("remove"), rowOf("fix")];
  if (form.has("add")) return addSite(texts);
  if (removed !== null) return removeSite(texts, removed);
  if (corrected !== null) return correctSite(texts, corrected);
  return null;
}

function addSite(texts: string[]): KeyForm {
  const sites = texts.map(checkSite);
  return texts.length >= MOST_SITES
    ? { sites, errors: { sites: `A key has at most ${MOST_SITES} sites. Create a second key for the others.` } }
    : { sites: [...sites, { ...EMPTY, focus: true }] };
}

function removeSite(texts: string[], at: number): KeyForm {
  const sites = texts.toSpliced(at, 1).map(checkSite);
  if (!sites.length) return { sites: [{ ...EMPTY, focus: true }] };
  sites[Math.max(0, at - 1)].focus = true;
  return { sites };
}

function correctSite(texts: string[], at: number): KeyForm {
  const sites = texts.with(at, originAdvice(texts[at].trim())?.use ?? texts[at]).map(checkSite);
  sites[at].focus = true;
  return { sites };
}

/** The key that was sent, or what is wrong with it. */
export function readKey(
  form: FormInput,
): { values: z.output<typeof apiKey>; rejected?: undefined } | { values: null; rejected: KeyForm } {
  const sites = (form.has("origin") ? form.all("origin") : [""]).map(checkSite);
  const origins = [...new Set(sites.map((one) => one.text.trim()).filter(Boolean))];
  if (origins.length === 0) {
    sites[0].advice = { says: "Add the site that will use this key. It looks like https://your-site.com.", use: null };
  }
  const wrong = sites.some((one) => one.advice);
  const { values, errors } = check(apiKey, { label: form.text("label"), allowedOrigins: origins });
  if (values && !wrong) return { values };
  const { allowedOrigins, ...others }: Errors = errors ?? {};
  if (allowedOrigins !== undefined && !wrong) others.sites = `A key has at most ${MOST_SITES} sites.`;
  return { values: null, rejected: { sites, errors: others } };
}
