/** The owner at the console, as a browser without script would be: a cookie, pages, forms with everything hidden in them. */
import assert from "node:assert/strict";
import { type Answer, answer, type TestApp } from "./app.ts";
import type { Studio } from "./studio.ts";

const HOST = "http://localhost:8000";

/** A page of HTML with its status. */
export interface Shown extends Answer {
  /** Where it leads, for a redirect. */
  to: string | null;
}

/** `Hi &amp; bye` → `Hi & bye`, tags and doubled spaces gone: what a reader sees. */
export function readable(html: string): string {
  const body = html.replace(/^[\s\S]*?<main/, "<main").replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
  return unescape(body.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ").trim();
}

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)).replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export class Owner {
  constructor(readonly t: TestApp, readonly studio: Studio, readonly cookie: string) {}

  async send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Shown> {
    const got = await answer(
      await this.t.app.request(path, {
        method,
        redirect: "manual",
        headers: {
          ...(this.cookie ? { cookie: this.cookie } : {}),
          ...(method === "POST" ? { "content-type": "application/x-www-form-urlencoded", origin: HOST } : {}),
          ...headers,
        },
        body,
      }),
    );
    return { ...got, to: got.headers.get("location") };
  }

  /** A page, which must be there. */
  async page(path: string): Promise<Shown> {
    const got = await this.send("GET", path);
    assert.equal(got.status, 200, `${path}: ${got.status} ${readable(got.text)}`);
    return got;
  }

  /** What a reader sees of a page. */
  async read(path: string): Promise<string> {
    return readable((await this.page(path)).text);
  }

  /**
   * Fills in and sends the form of a page that leads to `action` (the page's own path unless told). Every field of it is sent as it
   * stands in the page, then as in `fields`; null leaves a field out.
   */
  async submit(
    path: string,
    fields: Record<string, string | string[] | null> = {},
    action = path.split(/[?#]/)[0],
  ): Promise<Shown> {
    const { text } = await this.page(path);
    return await this.send("POST", action, fill(formOf(text, action), fields));
  }

  /** The page a submitted form leads to. */
  async follow(got: Shown): Promise<Shown> {
    assert.equal(got.status, 303, `${got.status} ${readable(got.text)}`);
    return await this.page(got.to!);
  }
}

/** The fields of the form with this action, as they stand. Buttons don't count: name them in what you fill in. */
export function formOf(html: string, action: string): [string, string][] {
  for (const [, attributes, inside] of html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    if (attribute(attributes, "action") !== action || attribute(attributes, "method") !== "post") continue;
    const fields: [string, string][] = [];
    for (const [, of] of inside.matchAll(/<input([^>]*)>/g)) {
      const type = attribute(of, "type");
      if ((type === "checkbox" || type === "radio") && !/\schecked/.test(of)) continue;
      if (attribute(of, "name")) fields.push([attribute(of, "name")!, attribute(of, "value") ?? "on"]);
    }
    for (const [, of, text] of inside.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)) {
      fields.push([attribute(of, "name")!, unescape(text)]);
    }
    for (const [, of, options] of inside.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
      const chosen = /<option([^>]*\sselected[^>]*)>/.exec(options) ?? /<option([^>]*)>/.exec(options);
      fields.push([attribute(of, "name")!, (chosen && attribute(chosen[1], "value")) ?? ""]);
    }
    return fields;
  }
  throw new Error(`no form leads to ${action}`);
}

function attribute(of: string, name: string): string | null {
  const match = new RegExp(`\\s${name}="([^"]*)"`).exec(of);
  return match && unescape(match[1]);
}

function fill(fields: [string, string][], with_: Record<string, string | string[] | null>): string {
  const body = new URLSearchParams(fields.filter(([name]) => !(name in with_)));
  for (const [name, value] of Object.entries(with_)) {
    for (const one of value === null ? [] : [value].flat()) body.append(name, one);
  }
  return body.toString();
}

/** The link of the newest sign-in mail, as a path. */
export function signinPath(t: TestApp): string {
  const mail = t.mailer.sent.findLast((one) => one.kind === "owner_signin_link");
  if (!mail) throw new Error("no sign-in mail");
  const { pathname, search } = new URL(/^https?:\/\/\S+\/console\/signin\/\S+$/m.exec(mail.text)![0]);
  return pathname + search;
}

/** Signs in as the owner of a studio, by the mailed link. */
export async function signIn(t: TestApp, studio: Studio): Promise<Owner> {
  const visitor = new Owner(t, studio, "");
  const email = (await studio.manage("GET", "provider")).body.email;
  assert.equal((await visitor.send("POST", "/console/signin", new URLSearchParams({ email }).toString())).status, 200);
  await t.settle();
  const opened = await visitor.send("POST", signinPath(t), "");
  assert.equal(opened.status, 303, readable(opened.text));
  return new Owner(t, studio, opened.headers.get("set-cookie")!.split(";")[0]);
}
