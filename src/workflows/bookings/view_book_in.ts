/** Whom an owner can book into a class, and with what. Reading only. */
import { listClients } from "../../domain/client_search.ts";
import { type ClientPackage, listClientPackages } from "../../domain/client_packages.ts";
import { listBookingsOfClient } from "../../domain/enrollment_lists.ts";
import { findGiftCard, type GiftCard, normalizeCode } from "../../domain/gift_cards.ts";
import { canTakePayments, getProvider } from "../../domain/providers.ts";
import type { RosterRow } from "../../domain/rosters.ts";
import { iso } from "../../domain/time.ts";
import { type ClassView, viewClass } from "../classes/view_class.ts";
import type { Context } from "../context.ts";

/** So many clients are listed at most. */
export const MOST_CANDIDATES = 8;
/** Of a client's past bookings so many are looked through for the last visit. */
const RECENT = 5;

export interface Candidate {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  /** The pack with credits that ends first. */
  pack: ClientPackage | null;
  lastVisitAt: string | null;
  /** The seat that they have or hold in this class already. */
  booking: RosterRow | null;
}

export interface BookInView extends ClassView {
  candidates: Candidate[];
  /** There are more clients than are listed. */
  more: boolean;
  /** Whether a payment link can be made. */
  takesPayments: boolean;
  /** The gift card with the code; null: there is none, undefined: no code was given. */
  giftCard: GiftCard | null | undefined;
}

/** @param asked `q`: part of a name, an email or a phone @throws DomainError not_found */
export async function viewBookIn(
  ctx: Context,
  providerId: string,
  classId: string,
  asked: { q?: string; code?: string },
): Promise<BookInView> {
  const { db } = ctx;
  const [view, found, provider] = await Promise.all([
    viewClass(ctx, providerId, classId),
    listClients(db, providerId, asked.q, { limit: MOST_CANDIDATES }, asked.q ? "name" : "newest"),
    getProvider(db, providerId),
  ]);
  const code = asked.code ? normalizeCode(asked.code) : undefined;
  const people: Omit<Candidate, "pack" | "lastVisitAt" | "booking">[] = JSON.parse(found.itemsJson);
  return {
    ...view,
    candidates: await Promise.all(people.map((one) => describeCandidate(ctx, providerId, view, one))),
    more: found.nextCursor !== null,
    takesPayments: canTakePayments(provider),
    giftCard: code === undefined ? undefined : code === null ? null : await findGiftCard(db, providerId, code),
  };
}

async function describeCandidate(
  { db, clock }: Context,
  providerId: string,
  view: ClassView,
  client: Omit<Candidate, "pack" | "lastVisitAt" | "booking">,
): Promise<Candidate> {
  const now = iso(clock.now());
  const [packs, past] = await Promise.all([
    listClientPackages(db, client.id, now),
    listBookingsOfClient(db, providerId, client.id, "past", now, RECENT),
  ]);
  const usable = packs.filter((one) => one.sessionsRemaining > 0);
  const end = (one: ClientPackage) => one.expiresAt ?? "9";
  return {
    ...client,
    pack: usable.sort((a, b) => end(a) < end(b) ? -1 : 1)[0] ?? null,
    lastVisitAt: past.find((one) => one.status === "Confirmed" || one.status === "Completed")?.scheduledAt ?? null,
    booking: [...view.seated, ...view.holds].find((one) => one.client.id === client.id) ?? null,
  };
}
