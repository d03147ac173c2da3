/** A client's page: all that a studio knows of one person. Reading only, but for the feed's address, which is made when it is first shown. */
import { listVisitsOfClient, type Visit } from "../../domain/appointments.ts";
import { type Client, ensureFeedToken, getClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { type BookingOfClient, listBookingsOfClient } from "../../domain/enrollment_lists.ts";
import { type GiftCardOfClient, listGiftCardsOf } from "../../domain/gift_cards.ts";
import {
  type ClientPackage,
  type CreditEntry,
  listClientPackages,
  listCreditEntries,
} from "../../domain/client_packages.ts";
import { isRefundUnderWay } from "../../domain/refunds.ts";
import { iso } from "../../domain/time.ts";
import { type ClientWait, listWaitsOfClient } from "../../domain/waitlist.ts";
import { feedUrl } from "./calendar_feed.ts";

/** More than this of the past is shown only when asked for. */
const RECENT = 20;
const ALL = 2000;

export interface PackWithCredits extends ClientPackage {
  credits: CreditEntry[];
}

export interface ClientView {
  client: Client;
  upcoming: BookingOfClient[];
  past: BookingOfClient[];
  /** There are more in the past than were asked for. */
  morePast: boolean;
  packs: PackWithCredits[];
  waits: ClientWait[];
  giftCards: GiftCardOfClient[];
  visits: Visit[];
  calendarFeedUrl: string;
}

/** @throws DomainError not_found, also once erased */
export async function getClientView(
  ctx: Context,
  providerId: string,
  clientId: string,
  options: { all: boolean },
): Promise<ClientView> {
  const { db } = ctx;
  const client = await getClient(db, providerId, clientId);
  const now = iso(ctx.clock.now());
  const most = options.all ? ALL : RECENT;
  const [upcoming, past, packs, credits, waits, giftCards, visits, feedToken] = await Promise.all([
    listBookingsOfClient(db, providerId, clientId, "upcoming", now, ALL),
    listBookingsOfClient(db, providerId, clientId, "past", now, most + 1),
    listClientPackages(db, clientId),
    listCreditEntries(db, providerId, clientId),
    listWaitsOfClient(db, providerId, clientId),
    listGiftCardsOf(db, providerId, client.email),
    listVisitsOfClient(db, providerId, clientId),
    ensureFeedToken(db, client),
  ]);
  return {
    client,
    upcoming,
    past: past.slice(0, most),
    morePast: past.length > most,
    packs: packs.map((pack) => ({ ...pack, credits: credits.filter((one) => one.packId === pack.id) })).reverse(),
    waits,
    giftCards,
    visits,
    calendarFeedUrl: feedUrl(ctx, feedToken),
  };
}

export interface ErasurePreview {
  client: Client;
  /** Seats held or taken in classes to come. */
  seats: BookingOfClient[];
  visits: Visit[];
  refundUnderWay: boolean;
}

/** What stands in the way of erasing a client; all empty: nothing known. @throws DomainError not_found */
export async function previewErasure(ctx: Context, providerId: string, clientId: string): Promise<ErasurePreview> {
  const client = await getClient(ctx.db, providerId, clientId);
  const now = iso(ctx.clock.now());
  const [upcoming, visits, refundUnderWay] = await Promise.all([
    listBookingsOfClient(ctx.db, providerId, clientId, "upcoming", now, ALL),
    listVisitsOfClient(ctx.db, providerId, clientId),
    isRefundUnderWay(ctx.db, clientId),
  ]);
  return {
    client,
    seats: upcoming.filter((one) => one.status === "PendingPayment" || one.status === "Confirmed"),
    visits: visits.filter((one) => one.status === "Scheduled" && one.scheduledAt > now),
    refundUnderWay,
  };
}
