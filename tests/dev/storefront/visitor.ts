/** The sample studio's site, as a browser meets it, on the API of this process. What may never be on a page is searched for on each. */
import assert from "node:assert/strict";
import { createStorefront, type StorefrontOptions } from "../../../src/dev/storefront/server.ts";
import { ORIGIN, person, studio } from "../../support/studio.ts";

export const API = "http://alera.test";
export const jane = person(1);

export interface Seen {
  status: number;
  /** Where it sends the browser. */
  to: string | null;
  html: string;
  /** The words of the page, as a person reads them. */
  text: string;
  headers: Headers;
}

/** A browser with its cookies. Whatever it gets is searched for keys and tokens. */
export class Visitor {
  #cookies = new Map<string, string>();

  constructor(readonly site: (request: Request) => Promise<Response>, readonly secrets: string[]) {}

  get(path: string): Promise<Seen> {
    return this.#send(path, {});
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: ORIGIN }) {
    return this.#send(path, { method: "POST", body: new URLSearchParams(fields), headers });
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async #send(path: string, init: RequestInit): Promise<Seen> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await this.site(new Request(new URL(path, ORIGIN), { ...init, headers }));
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (/max-age=0/i.test(set)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const html = await response.text();
    for (const secret of this.secrets) assert.ok(!html.includes(secret), `${path} holds a key`);
    // What tokens of every purpose begin with: v1|enr-, tip-v1|, cust-v1|, wl-v1|.
    assert.ok(!/djF8ZW5y|dGlwLXYx|Y3VzdC12MX|d2wtdjF8/.test(html), `${path} holds a token`);
    if (response.headers.get("content-type")?.startsWith("text/html")) {
      assert.match(html, /^<!doctype html><html lang="en-US">/, path);
      assert.equal(html.match(/<h1/g)?.length, 1, path);
      assert.ok(!/ style=| onclick=|<style|<script>/.test(html), path);
    }
    return {
      status: response.status,
      to: response.headers.get("location"),
      html,
      text: html.replace(/<title>.*?<\/title>/, "").replace(/<[^>]+>/g, "\n").replace(/&amp;/g, "&").replace(
        /\s+/g,
        " ",
      ),
      headers: response.headers,
    };
  }
}

/** A studio with a site, and somebody in front of it. */
export async function storefront(options: Partial<StorefrontOptions> = {}, app: Parameters<typeof studio>[0] = {}) {
  const t = await studio(app);
  const { key, handle, ownerToken } = t.studio;
  const type = await t.studio.manage("POST", "package-types", {
    name: "5-Class Pack",
    sessionsTotal: 5,
    priceCents: 9000,
    validDays: 180,
  });
  const pack = { id: type.body.id, name: "5-Class Pack", classes: 5, priceCents: 9000, validDays: 180 };
  const site = createStorefront({
    apiUrl: API,
    key,
    origin: ORIGIN,
    handle,
    checkoutOrigin: t.stripe.url,
    now: () => t.clock.now(),
    fetch: (input, init) => Promise.resolve(t.app.request(String(input).slice(API.length), init)),
    ...options,
  });
  return Object.assign(t, {
    pack,
    visitor: () => new Visitor(site, [key, ownerToken]),
    /** A request without a browser. */
    ask: (path: string, init: RequestInit, address?: string) => site(new Request(new URL(path, ORIGIN), init), address),
    /** Pays at the page a form led to, and answers the way back. */
    async pay(to: string | null): Promise<string> {
      const session = to?.split("/").at(-1) ?? "";
      await t.stripe.pay(session);
      await t.settle();
      return t.stripe.sessions.get(session)!.session.success_url!.replace("{CHECKOUT_SESSION_ID}", session);
    },
    link: (kind: string, to: string) => {
      const text = t.mailer.of(kind, to).at(-1)!.text;
      return /https:\/\/studio\.example(\/(?:me|cancel|tip|waitlist)\S+)/.exec(text)![1];
    },
  });
}
