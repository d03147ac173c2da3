/** All that a studio knows of one client. Reading only, but for the calendar feed's token, which is created when first shown. */
import { type AppointmentDetails, listAppointmentsOfClient } from "../../domain/appointments.ts";
import { type Client, ensureFeedToken, getClient } from "../../domain/clients.ts";
import { type BookingOfClient, listBookingsOfClient } from "../../domain/enrollment_lists.ts";
import { type GiftCardOfClient, listGiftCardsOf } from "../../domain/gift_cards.ts";
import {
  type ClientPackage,
  type CreditEntry,
  listClientPackages,
  listCreditEntries,
} from "../../domain/client_packages.ts";
import { iso } from "../../domain/time.ts";
import { type ClientWait, listWaitsOfClient } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { feedUrl } from "./calendar_feed.ts";

const RECENT_BOOKINGS = 20;
const ALL_BOOKINGS = 2000;

export interface PackWithCredits extends ClientPackage {
  credits: CreditEntry[];
}

export interface ClientView {
  client: Client;
  upcoming: BookingOfClient[];
  past: BookingOfClient[];
  /** Whether `past` leaves older ones out. */
  morePast: boolean;
  packs: PackWithCredits[];
  waits: ClientWait[];
  giftCards: GiftCardOfClient[];
  appointments: AppointmentDetails[];
  calendarFeedUrl: string;
}

/** @param options `all`: every past booking, else the newest @throws DomainError not_found, also once erased */
export async function getClientView(
  ctx: Context,
  providerId: string,
  clientId: string,
  options: { all: boolean },
): Promise<ClientView> {
  const { db } = ctx;
  const client = await getClient(db, providerId, clientId);
  const now = iso(ctx.clock.now());
  const most = options.all ? ALL_BOOKINGS : RECENT_BOOKINGS;
  const [upcoming, past, packs, credits, waits, giftCards, appointments, feedToken] = await Promise.all([
    listBookingsOfClient(db, providerId, clientId, "upcoming", now, ALL_BOOKINGS),
    listBookingsOfClient(db, providerId, clientId, "past", now, most + 1),
    listClientPackages(db, clientId),
    listCreditEntries(db, providerId, clientId),
    listWaitsOfClient(db, providerId, clientId),
    client.email === null ? [] : listGiftCardsOf(db, providerId, client.email),
    listAppointmentsOfClient(db, providerId, clientId),
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
    appointments,
    calendarFeedUrl: feedUrl(ctx, feedToken),
  };
}
