/**
 * Chromium for the tests: one process a test file, and pages that remember whatever they complain about. CHROMIUM names another
 * program than Debian's.
 */
import { type Browser as Chromium, type BrowserContext, chromium, type Page } from "playwright-core";

export type Viewport = "phone" | "desktop";
export type Scheme = "light" | "dark";

/** How a page is looked at. */
export interface Look {
  viewport: Viewport;
  scheme: Scheme;
}

export const LOOKS: Look[] = [
  { viewport: "phone", scheme: "light" },
  { viewport: "phone", scheme: "dark" },
  { viewport: "desktop", scheme: "light" },
  { viewport: "desktop", scheme: "dark" },
];

const SIZES: Record<Viewport, { width: number; height: number }> = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
};

export interface OpenOptions extends Partial<Look> {
  /** False: the page's scripts don't run. What tests evaluate still does, but neither timers nor promises. */
  javaScript?: boolean;
  /** What `goto("/path")` is relative to, such as `t.url` of an app of this process. */
  base?: string;
}

/** A page of Playwright's that remembers complaints: console errors, exceptions, failed requests, refusals of the policy. */
export interface OpenPage extends Page {
  /** How it is looked at now. */
  readonly current: Look;
  /** Complaints that match are expected; those before this call too. */
  allow(expected: RegExp): void;
  /** Throws if there was any complaint that is not allowed, and forgets it. Disposing the page does the same after the test. */
  calm(): Promise<void>;
  /** Resizes and changes the scheme where it stands. The pointer stays as it was opened: coarse on a phone, else fine. */
  look(look: Look): Promise<void>;
  /** Runs it with scripts switched on, which changes nothing for a page that has them: auditing needs timers. */
  scripted<T>(run: () => Promise<T>): Promise<T>;
  /** Closes the page and all it opened. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Browser extends AsyncDisposable {
  /** A page in a profile of its own: no cookies, nothing stored. A desktop in the light unless told. */
  open(options?: OpenOptions): Promise<OpenPage>;
}

const PROGRAM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";

/** Chromium of this test file. It hangs on a pipe, so it ends with this process even if that is killed. */
let running: Promise<Chromium> | null = null;
/** False in a program that is no test: nothing is called after all there, so Chromium ends with its last user. */
let testing = false;
let users = 0;
/** Complaints of pages that have been disposed, until the test is over. */
const unheard: string[] = [];

// Thrown from a disposer, a complaint would hide the test's own failure behind a SuppressedError that names neither.
Deno.test.afterEach(() => {
  const complaints = unheard.splice(0);
  if (complaints.length) throw new Error(`A page complained:\n${complaints.join("\n")}`);
});

Deno.test.beforeAll(() => void (testing = true));
Deno.test.afterAll(endChromium);

async function endChromium(): Promise<void> {
  const ending = running;
  running = null;
  await (await ending?.catch(() => null))?.close(); // one that never started has told its test
}

async function chromiumOfThisFile(): Promise<Chromium> {
  const before = running;
  // Whoever asks meanwhile gets the one that is on its way.
  if (!before || !(await before).isConnected() && running === before) running = launch();
  return await running!;
}

async function launch(): Promise<Chromium> {
  await Deno.stat(PROGRAM).catch(() => {
    throw new Error(`There is no ${PROGRAM}. Install Debian's chromium, or name another program in CHROMIUM.`);
  });
  // Its sandbox needs rights that containers and root don't have; it sees nothing but our own pages.
  return await chromium.launch({ executablePath: PROGRAM, headless: true, args: ["--no-sandbox"] });
}

/** `await using browser = await startBrowser()`: starts Chromium unless the test file has it already. */
export async function startBrowser(): Promise<Browser> {
  const process = await chromiumOfThisFile();
  const opened = new Set<OpenPage>();
  users++;
  return {
    async open(options = {}) {
      const page = await openPage(process, options);
      opened.add(page);
      page.once("close", () => opened.delete(page));
      return page;
    },
    async [Symbol.asyncDispose]() {
      for (const page of opened) await page[Symbol.asyncDispose]();
      if (--users === 0 && !testing) await endChromium();
    },
  };
}

async function openPage(process: Chromium, options: OpenOptions): Promise<OpenPage> {
  const { viewport = "desktop", scheme = "light", javaScript = true, base } = options;
  const context = await process.newContext({
    viewport: SIZES[viewport],
    colorScheme: scheme,
    // Only here: Chromium that has emulated a touch screen doesn't find back to its mouse.
    hasTouch: viewport === "phone",
    baseURL: base,
    locale: "en-US",
    // Far from every studio's: a page that shows the browser's time instead of the studio's is found out.
    timezoneId: "Asia/Tokyo",
    // A colour on its way from light to dark has no contrast to measure.
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(10_000);
  const { log, note } = await keepLog(context);
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  // Not by the context's own switch: that one can't be turned while the page is audited.
  const scripts = (on: boolean) => devTools.send("Emulation.setScriptExecutionDisabled", { value: !on });
  if (!javaScript) await scripts(false);

  const allowed: RegExp[] = [];
  let current: Look = { viewport, scheme };
  let closing = false;
  async function complaints(): Promise<string[]> {
    await arrived(page, javaScript);
    return log.splice(0).filter((one) => !allowed.some((expected) => expected.test(one)));
  }
  page.on("crash", () => note("the page crashed"));

  return Object.defineProperties(page, {
    current: { get: () => current },
    allow: { value: (expected: RegExp) => void allowed.push(expected) },
    calm: {
      async value() {
        const found = await complaints();
        if (found.length) throw new Error(`The page at ${page.url()} complained:\n${found.join("\n")}`);
      },
    },
    look: {
      async value(look: Look) {
        await page.setViewportSize(SIZES[look.viewport]);
        await page.emulateMedia({ colorScheme: look.scheme });
        current = look;
      },
    },
    scripted: {
      async value(run: () => Promise<unknown>) {
        if (!javaScript) await scripts(true);
        try {
          return await run();
        } finally {
          if (!javaScript) await scripts(false);
        }
      },
    },
    [Symbol.asyncDispose]: {
      async value() {
        if (closing) return;
        closing = true;
        unheard.push(...(await complaints()).map((one) => `${page.url()}: ${one}`));
        await context.close();
      },
    },
  }) as OpenPage;
}

/** Listens to all pages of a context, windows they open included. */
async function keepLog(context: BrowserContext): Promise<{ log: string[]; note: (complaint: string) => void }> {
  const log: string[] = [];
  const note = (complaint: string) => void log.push(complaint);
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    // What listens for refusals of the policy, below, where a sandbox lets nothing run at all.
    if (/^Blocked script execution in .* because the document's frame is sandboxed/.test(message.text())) return;
    const { url } = message.location();
    note(`console: ${message.text()}${url ? ` (${url})` : ""}`);
  });
  context.on("weberror", (error) => note(`exception: ${error.error().message}`));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Given up by the page itself: it went elsewhere, or the answer is a download.
    if (why !== "net::ERR_ABORTED") note(`request: ${request.method()} ${request.url()} failed: ${why}`);
  });
  await context.exposeBinding("policyRefused", (_source, what: string) => note(what));
  await context.addInitScript(`addEventListener("securitypolicyviolation", (event) => policyRefused(
    "Content Security Policy: " + event.effectiveDirective + " refuses " + (event.blockedURI || "this") +
    (event.sourceFile ? " of " + event.sourceFile + ":" + event.lineNumber : "")))`);
  return { log, note };
}

/** Waits until what the page has said so far is here. A refusal of the policy is told in a task of its own, so scripts take a turn. */
async function arrived(page: Page, javaScript: boolean): Promise<void> {
  const turn = javaScript ? "new Promise((resolve) => setTimeout(resolve))" : "0";
  let late: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    // A page that is gone, or going elsewhere, says no more.
    page.evaluate(turn).catch(() => {}),
    // In a document that its policy sandboxes, no timer ever ends.
    new Promise((resolve) => late = setTimeout(resolve, 500)),
  ]);
  clearTimeout(late);
}

/** Writes `docs/screenshots/NAME.png` when ALERA_SCREENSHOTS is 1, else nothing. */
export async function shot(page: Page, name: string, { whole = false } = {}): Promise<void> {
  if (Deno.env.get("ALERA_SCREENSHOTS") !== "1") return;
  const path = new URL(`../../docs/screenshots/${name}.png`, import.meta.url).pathname;
  await page.screenshot({ path, fullPage: whole, animations: "disabled", caret: "hide" });
}
