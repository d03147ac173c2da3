/// <reference lib="dom" />
/** What an element knows: its attributes, its studio, and how to speak. */
import { ask, type Refusal } from "./api.ts";
import type { Format } from "./format.ts";
import { kept } from "./kept.ts";
import type { Customer, Studio } from "./shapes.ts";

/** What an element's own part is given. */
export interface Embed extends Format {
  host: HTMLElement;
  handle: string;
  studio: Studio;
  /** A request with the element's key. */
  ask<T>(path: string, body?: unknown): Promise<T>;
  /** Asks and shows everything anew; what is there stays until then. */
  again(): Promise<void>;
  problem(error: unknown): string;
}

/** `/me/TOKEN` or `/cancel/ID#TOKEN` of a mailed link, as a path or behind a page's `#`. */
export function mailedLink(): { token: string; enrollmentId?: string } | null {
  const [, enrollmentId, token] = /\/(?:me|cancel\/([\w-]+))[/#]([\w.=-]+)$/.exec(location.pathname + location.hash) ??
    [];
  return token ? { token, enrollmentId } : null;
}

/** Who is signed in here; null when nobody is. @throws Refusal */
export async function findCustomer({ handle }: Embed): Promise<Customer | null> {
  const { token } = kept(handle);
  if (!token) return null;
  try {
    return await ask<Customer>("customer/me", { "x-customer-token": token });
  } catch (error) {
    if (!/token|found/.test((error as Refusal).code)) throw error;
    kept(handle, { token: null });
    return null;
  }
}
