/**
 * Alera's public API, as a studio's own server uses it. The key stays in this process: no page and no script ever holds it.
 * This is all of an integration that is not the site's own look; take it along.
 */
import { tryGetContext } from "hono/context-storage";
import type {
  Booking,
  Cancelled,
  CheckoutStatus,
  Consequence,
  Customer,
  ListedClass,
  Move,
  Pack,
  Schedule,
  Studio,
  WaitlistEntry,
} from "./shapes.ts";

/** The address of the visitor for whom the API is asked: each has limits of their own. */
function visitorAddress(): string | undefined {
  return tryGetContext<{ Bindings: { address?: string } }>()?.env.address;
}

export interface ApiOptions {
  apiUrl: string;
  key: string;
  /** This site's own, as it stands in the key's allowlist. */
  origin: string;
  handle: string;
  fetch?: typeof fetch;
}

/** Alera said no, in words a visitor can read; or said nothing at all. */
export class ApiError extends Error {
  override name = "ApiError";
  constructor(readonly status: number, readonly answer: Refusal, readonly retryAfter: string | null = null) {
    super(answer.error);
  }
}

interface Refusal {
  error: string;
  /** A word for programs. */
  code?: string;
  /** With a 400: which fields, and why. */
  issues?: { path: string; message: string }[];
}

/** One function for each call this site makes. Each throws ApiError. */
export function createApi({ apiUrl, key, origin, handle, fetch = globalThis.fetch }: ApiOptions) {
  async function call<T>(path: string, body?: unknown, customerToken?: string): Promise<T> {
    const headers = new Headers({ "x-alera-key": key, origin });
    if (body) headers.set("content-type", "application/json");
    const address = visitorAddress();
    if (address) headers.set("x-alera-client-ip", address);
    if (customerToken) headers.set("x-customer-token", customerToken);
    const request = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`${apiUrl}${path}`, { ...request, signal }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    if (!response || !answer) throw new ApiError(502, { error: UNREACHABLE });
    if (!response.ok) throw new ApiError(response.status, answer, response.headers.get("retry-after"));
    return answer;
  }
  const id = encodeURIComponent;
  return {
    schedule: (from: string, to: string) => call<Schedule>(`/api/classes?${new URLSearchParams({ handle, from, to })}`),
    studio: async () => (await call<{ provider: Studio }>(`/api/provider?${new URLSearchParams({ handle })}`)).provider,
    packs: async () =>
      (await call<{ packageTypes: Pack[] }>(`/api/package-types?${new URLSearchParams({ handle })}`)).packageTypes,
    findCheckout: async (sessionId: string) =>
      (await call<{ checkout: CheckoutStatus }>(`/api/checkouts/${id(sessionId)}`)).checkout,
    findClass: async (classId: string) => (await call<{ class: ListedClass }>(`/api/classes/${id(classId)}`)).class,
    book: (classId: string, booking: Who & { useClientPackageId?: string; giftCardCode?: string }) =>
      call<Booking>(`/api/classes/${id(classId)}/book`, {
        ...booking,
        successUrl: `${origin}/book/confirm?class=${id(classId)}&session_id={CHECKOUT_SESSION_ID}`,
        cancelUrl: `${origin}/book/cancelled?class=${id(classId)}`,
      }),
    joinWaitlist: (classId: string, who: Who) => call<WaitlistEntry>(`/api/classes/${id(classId)}/waitlist`, who),
    cancel: (enrollmentId: string, cancelToken: string) =>
      call<Cancelled>(`/api/enrollments/${id(enrollmentId)}/cancel`, { cancelToken }),
    askCancel: (enrollmentId: string, cancelToken: string) =>
      call<Consequence>(`/api/enrollments/${id(enrollmentId)}/cancel`, { cancelToken, mode: "preview" }),
    move: (enrollmentId: string, cancelToken: string, classId: string) =>
      call<Move>(`/api/enrollments/${id(enrollmentId)}/reschedule`, { cancelToken, classId }),
    askMove: (enrollmentId: string, cancelToken: string, classId: string) =>
      call<Move>(`/api/enrollments/${id(enrollmentId)}/reschedule`, { cancelToken, classId, mode: "preview" }),
    startPack: (packageTypeId: string, who: Who) =>
      call<Checkout>("/api/packages/start", { handle, packageTypeId, ...who }),
    startGiftCard: (card: Record<string, string | number | undefined>) =>
      call<Checkout>("/api/gift-cards/start", { ...card, handle }),
    // A preview of one cent debits nothing, and tells the balance.
    giftCardBalance: async (providerId: string, code: string) =>
      (await call<{ balanceCents: number }>("/api/gift-cards/redeem", { providerId, code, requestedDebitCents: 1 }))
        .balanceCents,
    startTip: (token: string, amountCents: number) => call<Checkout>("/api/tip/start", { token, amountCents }),
    mailSigninLink: (email: string) => call<{ ok: true }>("/api/customer/signin-link", { handle, email }),
    me: (customerToken: string) => call<Customer>("/api/customer/me", undefined, customerToken),
  };
}

/** What `createApi` makes. */
export type Api = ReturnType<typeof createApi>;

export interface Who {
  name: string;
  email: string;
  phone: string;
  /** Of whoever is signed in: their own record follows what they enter. */
  customerToken?: string;
}

interface Checkout {
  checkoutUrl: string;
}

/** Longer than Stripe takes to make a payment page, shorter than people wait. */
const PATIENCE = 20_000;
const UNREACHABLE = "We can’t reach our booking system just now. Try again in a minute: nothing is booked twice.";
