/**
 * The example studio's own site: server-rendered HTML in front of Alera's public API, and nothing else. It is a tenant like any
 * other, in a process of ours for convenience only: it imports nothing of Alera and speaks to it over HTTP.
 */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { etag } from "hono/etag";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ApiError, type ApiOptions, createApi } from "./api.ts";
import {
  BookedPage,
  BookPage,
  CancelledPage,
  CancelPage,
  ClassesPage,
  FARTHEST_DAYS,
  GiftCardBoughtPage,
  GiftCardsPage,
  LinkMailedPage,
  MePage,
  NotFoundPage,
  PackBoughtPage,
  PacksPage,
  SHOWN_DAYS,
  SignInPage,
  TipPage,
  TippedPage,
  TroublePage,
  UnpaidBookingPage,
  UnpaidPage,
  WaitingPage,
} from "./pages.tsx";
import type { Form } from "./parts.tsx";
import type { Customer, ListedClass } from "./shapes.ts";
import type { Pack } from "./site.ts";
import { addDays, centsOf, dateOf, isDate } from "./words.ts";

export interface StorefrontOptions extends ApiOptions {
  packages: Pack[];
  /** The studio's id, to look a gift card up with; without it the site doesn't offer to. */
  providerId?: string;
  /** Where customers pay. Stripe's, unless it is simulated. */
  checkoutOrigin?: string;
  /** As the server has it (ALERA_HOLD_MINUTES). */
  holdMinutes?: number;
  now: () => number;
}

const TOKEN_COOKIE = "customer";
const NEXT_COOKIE = "next";
const TOKEN_DAYS = 30;

/** The whole site as one function of a request. */
export function createStorefront(options: StorefrontOptions): (request: Request) => Promise<Response> {
  const { origin, packages, providerId, now, holdMinutes = 30 } = options;
  const { checkoutOrigin = "https://checkout.stripe.com" } = options;
  const api = createApi(options);
  const app = new Hono();
  const cookie = { path: "/", httpOnly: true, sameSite: "Lax", secure: origin.startsWith("https:") } as const;
  const today = () => dateOf(now());

  // ------------------------------------------------------------ what holds for every answer

  // form-action names the checkout too: browsers hold the redirect after a form's POST to it.
  const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
    `form-action 'self' ${checkoutOrigin}; base-uri 'none'; frame-ancestors 'none'`;
  app.use(async (c, next) => {
    await next();
    c.header("content-security-policy", policy);
    // Not no-referrer: with it browsers send `Origin: null`, and the check below could not tell us from others.
    c.header("referrer-policy", "same-origin");
    c.header("x-content-type-options", "nosniff");
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  });

  // Another site's form must not act for whoever is signed in here.
  app.use(async (c, next) => {
    const from = c.req.header("origin");
    if (c.req.method === "POST" && from !== undefined && from !== origin) {
      return page(c, <TroublePage title="That came from elsewhere." says={`Open ${origin} and do it there.`} />, 403);
    }
    await next();
  });
  const tooMuch = (c: Context) =>
    page(c, <TroublePage title="That is too much." says="Go back and write a little less." />, 413);
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: tooMuch }));

  app.notFound((c) => page(c, <NotFoundPage />, 404));
  app.onError((error, c) => {
    const status = error instanceof ApiError ? error.status : 500;
    const says = kindly(error.message);
    if (status === 404) return page(c, <NotFoundPage />, 404);
    if (status === 410) return page(c, <TroublePage title="Too late." says={says} />, 410);
    if (status === 429) {
      if (error instanceof ApiError && error.retryAfter) c.header("retry-after", error.retryAfter);
      return page(c, <TroublePage title="One moment." says={says} />, 429);
    }
    if (status === 500) {
      return page(c, <TroublePage title="Something went wrong here." says="Go back and try again." />, 500);
    }
    // A refused key or origin is a fault of this site's set-up, and no business of the visitor's.
    const unreachable = status === 502 ? says : "Our booking system doesn’t take our requests just now.";
    return page(c, <TroublePage title="Booking is down for a moment." says={unreachable} />, 502);
  });

  // ------------------------------------------------------------ who is here

  /** The customer whose mailed link this browser once opened. A token that is no good any more is forgotten. */
  async function signedIn(c: Context): Promise<(Customer & { token: string }) | null> {
    const token = getCookie(c, TOKEN_COOKIE);
    if (!token) return null;
    try {
      // What no mailed link has in it is no token, and may not even fit into a header.
      if (!/^[\w-]+$/.test(token)) throw new ApiError(401, { error: "" });
      return { ...await api.me(token), token };
    } catch (error) {
      if (!(error instanceof ApiError) || ![401, 403, 404].includes(error.status)) throw error;
      deleteCookie(c, TOKEN_COOKIE, cookie);
      return null;
    }
  }

  /** A class, and what else there is on its day: only the list names the teacher. */
  async function classWithDay(id: string): Promise<{ one: ListedClass; sameDay: ListedClass[] }> {
    const found = await api.findClass(id);
    if (Date.parse(found.scheduledAt) <= now()) throw new ApiError(410, { error: "This class has already started." });
    const date = dateOf(found.scheduledAt);
    const { classes } = await api.schedule(date, date);
    const listed = classes.find((one) => one.id === id);
    return { one: { ...found, instructor: listed?.instructor ?? null }, sameDay: classes };
  }

  /** For pages that are as true without the class. */
  async function classOrNull(id: string | undefined): Promise<ListedClass | null> {
    return id ? await classWithDay(id).then(({ one }) => one, () => null) : null;
  }

  // ------------------------------------------------------------ classes

  app.get("/", async (c) => {
    const asked = c.req.query("from") ?? "";
    const from = isDate(asked) && asked > today() && asked <= addDays(today(), FARTHEST_DAYS) ? asked : today();
    const schedule = await api.schedule(from, addDays(from, SHOWN_DAYS - 1));
    return page(c, <ClassesPage schedule={schedule} from={from} today={today()} packs={packages} />);
  });

  async function bookPage(c: Context, form: Form) {
    const [{ one, sameDay }, customer] = await Promise.all([
      classWithDay(c.req.param("id")!),
      signedIn(c).catch(() => null), // whoever can't be told who they are can still pay by card
    ]);
    const known = { name: customer?.client.name ?? "", email: customer?.client.email ?? "" };
    const filled = { ...form, values: { ...known, ...form.values } };
    const packs = customer?.packages ?? null;
    const props = { one, sameDay, packs, holdMinutes, form: filled, now: now() };
    return page(c, <BookPage {...props} />, form.status);
  }

  app.get("/classes/:id/book", (c) => bookPage(c, blank()));

  app.post("/classes/:id/book", async (c) => {
    const id = c.req.param("id");
    const { values, who } = await posted(c);
    const { pay = "card" } = values;
    if (pay === "pack") {
      const form = await mailLink(values);
      if (form) return bookPage(c, form);
      setCookie(c, NEXT_COOKIE, `/classes/${encodeURIComponent(id)}/book`, { ...cookie, maxAge: 3600 });
      return page(c, <LinkMailedPage email={values.email} then="It brings you back to this class." />);
    }
    try {
      const withPack = pay === "card"
        ? {}
        : { useClientPackageId: pay, customerToken: getCookie(c, TOKEN_COOKIE) ?? "none" };
      const { checkoutUrl } = await api.book(id, { ...who, ...withPack });
      return c.redirect(checkoutUrl ?? `/book/confirm?class=${encodeURIComponent(id)}`, 303);
    } catch (error) {
      const unusable = { pay: PACK_UNUSABLE };
      return bookPage(c, problems(error, values, pay === "card" ? {} : { 401: unusable, 404: unusable }));
    }
  });

  app.post("/classes/:id/waitlist", async (c) => {
    const { values, who } = await posted(c);
    try {
      const entry = await api.joinWaitlist(c.req.param("id"), who);
      return page(c, <WaitingPage entry={entry} one={await classOrNull(c.req.param("id"))} />);
    } catch (error) {
      return bookPage(c, problems(error, values));
    }
  });

  app.get(
    "/book/confirm",
    async (c) =>
      page(
        c,
        <BookedPage one={await classOrNull(c.req.query("class"))} paid={c.req.query("session_id") !== undefined} />,
      ),
  );
  app.get(
    "/book/cancelled",
    async (c) => page(c, <UnpaidBookingPage one={await classOrNull(c.req.query("class"))} holdMinutes={holdMinutes} />),
  );

  // ------------------------------------------------------------ packs and gift cards

  const packsPage = (c: Context, packId: string | undefined, form: Form) => {
    const chosen = packages.find((pack) => pack.id === packId) ?? packages[0];
    return page(c, <PacksPage packs={packages} chosen={chosen} form={form} />, form.status);
  };
  app.get("/packs", (c) => packsPage(c, c.req.query("pack"), blank()));
  app.post("/packs", async (c) => {
    const { values, who } = await posted(c);
    try {
      return c.redirect((await api.startPack(values.pack ?? "", who)).checkoutUrl, 303);
    } catch (error) {
      return packsPage(c, values.pack, problems(error, values));
    }
  });
  app.get("/packages/confirm", (c) => page(c, <PackBoughtPage />));
  app.get(
    "/packages/cancelled",
    (c) => page(c, <UnpaidPage what="No pack was bought." again="/packs" current="/packs" />),
  );

  const canCheck = providerId ? blank() : null;
  app.get("/gift-cards", (c) => page(c, <GiftCardsPage form={blank()} check={canCheck} />));
  app.post("/gift-cards", async (c) => {
    const { values } = await posted(c);
    const { amount: _amount, other: _other, ...card } = values;
    try {
      return c.redirect((await api.startGiftCard({ ...card, amountCents: amountOf(values) })).checkoutUrl, 303);
    } catch (error) {
      const form = problems(error, values);
      return page(c, <GiftCardsPage form={form} check={canCheck} />, form.status);
    }
  });
  app.post("/gift-cards/check", async (c) => {
    if (!providerId) return c.notFound();
    const { values } = await posted(c);
    try {
      const balanceCents = await api.giftCardBalance(providerId, values.code ?? "");
      return page(c, <GiftCardsPage form={blank()} check={{ values, errors: {} }} balanceCents={balanceCents} />);
    } catch (error) {
      const check = problems(error, values, { 404: { code: CARD_UNKNOWN } });
      return page(c, <GiftCardsPage form={blank()} check={check} />, check.status);
    }
  });
  app.get("/gift-cards/confirm", (c) => page(c, <GiftCardBoughtPage />));
  app.get(
    "/gift-cards/cancelled",
    (c) => page(c, <UnpaidPage what="No card was bought." again="/gift-cards" current="/gift-cards" />),
  );

  // ------------------------------------------------------------ the customer's own

  async function mailLink(values: Form["values"]): Promise<Form | null> {
    try {
      await api.mailSigninLink(values.email ?? "");
      return null;
    } catch (error) {
      return problems(error, values);
    }
  }

  app.get("/me", async (c) => {
    const had = getCookie(c, TOKEN_COOKIE) !== undefined;
    const customer = await signedIn(c);
    if (customer) return page(c, <MePage customer={customer} now={now()} />);
    const notice = had
      ? "That link is not complete, or its 30 days are over. Ask for a new one."
      : c.req.query("signed-out") === undefined
      ? undefined
      : "You’re signed out.";
    return page(c, <SignInPage form={blank()} notice={notice} />);
  });
  app.post("/me/link", async (c) => {
    const { values } = await posted(c);
    const form = await mailLink(values);
    return form ? page(c, <SignInPage form={form} />, form.status) : page(c, <LinkMailedPage email={values.email} />);
  });
  app.post("/me/signout", (c) => {
    deleteCookie(c, TOKEN_COOKIE, cookie);
    return c.redirect("/me?signed-out", 303);
  });
  // The mailed link. Its token moves into a cookie no script can read, and out of the address bar.
  app.get("/me/:token{[\\w-]+}", (c) => {
    setCookie(c, TOKEN_COOKIE, c.req.param("token"), { ...cookie, maxAge: TOKEN_DAYS * 24 * 60 * 60 });
    const next = getCookie(c, NEXT_COOKIE) ?? "";
    deleteCookie(c, NEXT_COOKIE, cookie);
    return c.redirect(/^\/classes\/[\w-]+\/book$/.test(next) ? next : "/me");
  });

  async function cancelPage(c: Context, form: Form) {
    const enrollmentId = c.req.param("id")!;
    const one = await ownBooking(c, enrollmentId);
    const open = !one || ["PendingPayment", "Confirmed"].includes(one.status);
    if (!open) throw new ApiError(410, { error: "This booking is over or cancelled already." });
    const priceCents = one && await api.findClass(one.class.id).then((it) => it.priceCents, () => null);
    const props = { enrollmentId, one, priceCents, now: now(), form };
    return page(c, <CancelPage {...props} />, form.status);
  }

  /** A booking, if whoever asks is signed in and it is theirs. */
  async function ownBooking(c: Context, enrollmentId: string) {
    const customer = await signedIn(c).catch(() => null);
    return customer?.enrollments.find((one) => one.id === enrollmentId) ?? null;
  }

  app.get("/cancel/:id", (c) => cancelPage(c, blank()));
  app.post("/cancel/:id", async (c) => {
    const { values } = await posted(c);
    try {
      // By the code of the mailed link, or by the one that `me` tells us about this customer's booking.
      const token = values.token ? afterHash(values.token) : (await ownBooking(c, c.req.param("id")))?.cancelToken;
      if (!token) throw new ApiError(401, { error: "" });
      return page(c, <CancelledPage done={await api.cancel(c.req.param("id"), token)} />);
    } catch (error) {
      const unusable = { token: CODE_UNUSABLE };
      return cancelPage(c, problems(error, {}, { 401: unusable, 404: unusable }));
    }
  });

  app.get("/tip", (c) => page(c, <TipPage form={blank()} />));
  app.post("/tip", async (c) => {
    const { values } = await posted(c);
    try {
      return c.redirect((await api.startTip(afterHash(values.token ?? ""), amountOf(values))).checkoutUrl, 303);
    } catch (error) {
      const unusable = { token: CODE_UNUSABLE };
      const form = problems(error, values, { 403: unusable, 404: unusable });
      return page(c, <TipPage form={form} />, form.status);
    }
  });
  app.get("/tip/thanks", (c) => page(c, <TippedPage />));
  app.get("/tip/cancelled", (c) => page(c, <UnpaidPage what="No tip was taken." again="/" />));

  // ------------------------------------------------------------ style and script

  app.get("/storefront.css", etag(), (c) => asset(c, new URL("./storefront.css", import.meta.url), "text/css"));
  app.get("/storefront.js", etag(), (c) => asset(c, new URL("./storefront.js", import.meta.url), "text/javascript"));

  return async (request) => await app.fetch(request);
}

const PACK_UNUSABLE =
  "This pack can’t be used: it is empty, over, or your sign-in has ended. Choose another way to pay.";
const CODE_UNUSABLE = "This link is not complete, or too old. Copy it from the mail once more.";

const CARD_UNKNOWN = "We know no card with this code. Compare it with the mail, letter by letter.";

const blank = (): Form => ({ values: {}, errors: {} });

function page(c: Context, body: unknown, status: ContentfulStatusCode = 200): Response {
  return c.html(`<!doctype html>${body}`, status);
}

async function asset(c: Context, file: URL, type: string): Promise<Response> {
  const text = await Deno.readTextFile(file);
  return c.body(text, 200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" });
}

/** The fields of a form, and who filled it in. */
async function posted(c: Context) {
  const values: Form["values"] = {};
  for (const [name, value] of Object.entries(await c.req.parseBody().catch(() => ({})))) {
    if (typeof value === "string") values[name] = value.trim();
  }
  const { name = "", email = "", phone = "" } = values;
  return { values, who: { name, email, phone } };
}

/** In words, where the API's own would be too dry for a customer. */
const MISSING: Record<string, string> = {
  name: "Write your name.",
  email: "Write your email address.",
  phone: "Write your phone number, with the area code.",
  purchaserName: "Write your name.",
  purchaserEmail: "Write your email address.",
  other: "Write an amount, such as 25.",
  code: "Write the code of the card.",
  token: "Paste the link from the mail.",
};

/**
 * What the API refused, beside the fields it is about, with what was typed.
 * @param known what a status means for a field of this form
 * @throws what is no matter of a form: `onError` has a page for it
 */
function problems(error: unknown, values: Form["values"], known: Record<number, Form["errors"]> = {}): Form {
  if (!(error instanceof ApiError)) throw error;
  const { answer, message, status } = error;
  const form: Form = { values, errors: { ...known[status] }, status: status as ContentfulStatusCode };
  if (known[status]) return form;
  if ([401, 403, 404, 410].includes(status)) throw error;
  for (const issue of answer.issues ?? []) {
    const field = FIELDS[issue.path] ?? issue.path;
    const missing = field === "other" ? centsOf(values.other ?? "") === null : !values[field];
    form.errors[field] = missing && MISSING[field] || kindly(issue.message);
  }
  if (Object.keys(form.errors).length === 0) form.notice = kindly(message);
  return form;
}

/** The form's names for fields that the API calls otherwise. */
const FIELDS: Record<string, string> = { amountCents: "other" };

/** The API writes for developers, in plain ASCII. */
function kindly(message: string): string {
  if (message === "Must be an email address.") return "Check the address: it looks like jane@example.com.";
  return message.replaceAll("'", "’").replace(/^(At least|At most) \d+ \((.+)\)\.$/, "$1 $2.");
}

function amountOf({ amount, other }: Form["values"]): number {
  return (amount === "other" || !amount ? centsOf(other ?? "") : Number(amount)) ?? 0;
}

/** The token in a pasted link, or the token alone. */
function afterHash(text: string): string {
  return text.slice(text.lastIndexOf("#") + 1);
}
