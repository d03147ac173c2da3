/**
 * The calls of this site, with its own studio and its own addresses, on the client that a developer installs. The key stays in
 * this process: no page and no script ever holds it.
 */
import {
  type Answer,
  type CancellationPreview,
  type Cancelled,
  type CheckoutStatus,
  createAlera,
  type PackageTypesOnSale,
  type Rescheduled,
  type ReschedulePreview,
  type Studio as StudioAnswer,
} from "@alera/client";
import { tryGetContext } from "hono/context-storage";

export interface ApiOptions {
  apiUrl: string;
  key: string;
  /** This site's own, as it stands in the key's allowlist. */
  origin: string;
  handle: string;
  fetch?: typeof fetch;
}

/** The address of the visitor for whom the API is asked: each has limits of their own. */
function visitorAddress(): string | undefined {
  return tryGetContext<{ Bindings: { address?: string } }>()?.env.address;
}

/** One function for each call this site makes. Each throws AleraError. */
export function createApi({ apiUrl, key, origin, handle, fetch }: ApiOptions) {
  const alera = createAlera({ url: apiUrl, key, origin, clientIp: visitorAddress, fetch });
  const query = { handle };
  const cancel = (id: string, body: { cancelToken: string; mode?: "preview" }) =>
    alera.post("/api/enrollments/{id}/cancel", { path: { id }, body });
  const move = (id: string, body: { cancelToken: string; classId: string; mode?: "preview" }) =>
    alera.post("/api/enrollments/{id}/reschedule", { path: { id }, body });
  return {
    schedule: (from: string, to: string) => alera.get("/api/classes", { query: { handle, from, to } }),
    studio: async () => (await alera.get("/api/provider", { query })).provider,
    packs: async () => (await alera.get("/api/package-types", { query })).packageTypes,
    findCheckout: async (checkoutSessionId: string) =>
      (await alera.get("/api/checkouts/{checkoutSessionId}", { path: { checkoutSessionId } })).checkout,
    findClass: async (id: string) => (await alera.get("/api/classes/{id}", { path: { id } })).class,
    book: (id: string, booking: Who & { useClientPackageId?: string; giftCardCode?: string }) =>
      alera.post("/api/classes/{id}/book", {
        path: { id },
        body: {
          ...booking,
          successUrl: `${origin}/book/confirm?class=${encodeURIComponent(id)}&session_id={CHECKOUT_SESSION_ID}`,
          cancelUrl: `${origin}/book/cancelled?class=${encodeURIComponent(id)}`,
        },
      }),
    joinWaitlist: (id: string, who: Who) => alera.post("/api/classes/{id}/waitlist", { path: { id }, body: who }),
    leaveWaitlist: (id: string, proof: { leaveToken: string } | { customerToken: string }) =>
      alera.post("/api/waitlist/{id}/leave", { path: { id }, body: proof }),
    cancel: async (id: string, cancelToken: string) => await cancel(id, { cancelToken }) as Cancelled,
    askCancel: async (id: string, cancelToken: string) =>
      await cancel(id, { cancelToken, mode: "preview" }) as CancellationPreview,
    move: async (id: string, cancelToken: string, classId: string) =>
      await move(id, { cancelToken, classId }) as Rescheduled,
    askMove: async (id: string, cancelToken: string, classId: string) =>
      await move(id, { cancelToken, classId, mode: "preview" }) as ReschedulePreview,
    startPack: (packageTypeId: string, who: Who) =>
      alera.post("/api/packages/start", { body: { handle, packageTypeId, ...who } }),
    startGiftCard: (card: GiftCard) => alera.post("/api/gift-cards/start", { body: { ...card, handle } }),
    // A preview of one cent debits nothing, and tells the balance.
    giftCardBalance: async (providerId: string, code: string) =>
      (await alera.post("/api/gift-cards/redeem", {
        body: { providerId, code, requestedDebitCents: 1 },
      })).balanceCents,
    startTip: (token: string, amountCents: number) => alera.post("/api/tip/start", { body: { token, amountCents } }),
    mailSigninLink: (email: string) => alera.post("/api/customer/signin-link", { body: { handle, email } }),
    me: (customerToken: string) => alera.get("/api/customer/me", { customerToken }),
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

interface GiftCard {
  amountCents: number;
  purchaserName: string;
  purchaserEmail: string;
  recipientName?: string;
  recipientEmail?: string;
  giftMessage?: string;
  customerToken?: string;
}

/** The parts of answers that pages show. */
export type Schedule = Answer<"get", "/api/classes">;
export type Studio = StudioAnswer["provider"];
export type Pack = PackageTypesOnSale["packageTypes"][number];
export type Payment = CheckoutStatus["checkout"];
export type Move = Rescheduled | ReschedulePreview;
