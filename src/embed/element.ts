/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** What all four elements share: attributes, words, shadow root, and how they begin. */
import { ask, type Refusal } from "./api.ts";
import { alert, type Child, h } from "./dom.ts";
import { type Embed, mailedLink } from "./embed.ts";
import { createFormat } from "./format.ts";
import { button } from "./form.ts";
import type { Studio } from "./shapes.ts";
import type { Words } from "./words.ts";

/** The text of embed.css, put in when the module is built. */
declare const STYLES: string;

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

const PORTAL = "alera-my-bookings";

/**
 * Defines one, once however often a page asks.
 * @param begin called for each on the page; what it returns is called whenever its content is to be made, with the studio known
 */
export function define(name: string, begin: () => (embed: Embed) => Promise<Child[]> | Child[]): void {
  if (customElements.get(name)) return;
  customElements.define(
    name,
    class extends HTMLElement {
      static observedAttributes = ["key", "api-key", "handle"];
      #make = begin();
      #root = this.attachShadow({ mode: "open" });
      #words: Words = {};
      /** 0: not on a page yet. */
      #runs = 0;
      #portal: Child;

      /** Replaces what the element says, on top of the words that the page has as JSON. */
      set words(words: Words) {
        this.#words = words;
        this.attributeChangedCallback();
      }

      connectedCallback(): void {
        this.#root.adoptedStyleSheets = [sheet];
        this.#run();
      }

      attributeChangedCallback(): void {
        if (this.#runs) this.#run();
      }

      async #run(quiet = false): Promise<void> {
        const run = ++this.#runs;
        const root = this.#root;
        // React keeps `key` to itself.
        const key = this.getAttribute("key") ?? this.getAttribute("api-key")!;
        const handle = this.getAttribute("handle")!;
        const json = this.querySelector("[type='application/json']") ?? document.getElementById("alera-words");
        const words = { ...JSON.parse(json?.textContent || "{}"), ...this.#words };
        const lang = this.closest<HTMLElement>("[lang]")?.lang || navigator.language;
        const format = (zone: string) => createFormat(lang, zone, words);
        const { say, span } = format("UTC");
        const again = () => this.#run(true);
        const show = (...nodes: Child[]) =>
          run === this.#runs && root.replaceChildren(...nodes.filter((one) => one) as Node[]);
        const problem = (error: unknown) => {
          const { code, error: text, seconds } = error as Refusal;
          if (!code) console.error(error);
          return words[code] ??
            (code === "rate_limited"
              ? say("Too many tries. Wait {time}.", { time: span(+seconds!, "second") })
              : text ?? say("No answer. Check your connection and try again."));
        };
        if (!quiet) show(h("p", { role: "status" }, say("Loading…")));
        try {
          const asks = <T>(path: string, body?: unknown) => ask<T>(path, { "x-alera-key": key }, body);
          const { provider: studio } = await asks<{ provider: Studio }>(
            "provider?handle=" + encodeURIComponent(handle),
          );
          const made = format(studio.timezone);
          const nodes = await this.#make({ ...made, host: this, handle, studio, ask: asks, again, problem });
          this.#portal ??= this.#makePortal(key, handle, lang, words);
          show(this.#portal, ...nodes);
        } catch (error) {
          show(alert(problem(error)), button({ say, problem }, say("Try again"), () => this.#run()));
        }
      }

      /** Where no element shows a customer's bookings, the first of the page does when a mailed link leads here. */
      #makePortal(key: string, handle: string, lang: string, words: Words): Child {
        const find = (selector: string) => document.querySelector(selector);
        if (!mailedLink() || find(PORTAL) || find(`[handle="${handle}"]`) !== this) return null;
        const portal = h(PORTAL, { lang, words });
        portal.setAttribute("key", key);
        portal.setAttribute("handle", handle);
        return portal;
      }
    },
  );
}
