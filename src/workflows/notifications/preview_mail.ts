/** Every mail as it would look today, with people who don't exist: the studio's own brand, zone, currency and first service. */
import type { MailClass, MailData, MailKind, RenderedMail } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import { minorUnits } from "../../domain/money.ts";
import type { Provider } from "../../domain/providers.ts";
import { listServices, type Service } from "../../domain/services.ts";
import { listInstructors } from "../../domain/staff.ts";
import { DAY, fromWallClock, HOUR, iso, wallClock } from "../../domain/time.ts";
import { brandOf } from "./deliver_messages.ts";
import { siteFor } from "./customer_links.ts";

/** A mail of this kind, rendered as a real one would be. */
export async function previewMail(ctx: Context, provider: Provider, kind: MailKind): Promise<RenderedMail> {
  const siteUrl = await siteFor(ctx, ctx.db, provider.id, null);
  const services: Service[] = JSON.parse((await listServices(ctx.db, provider.id, { limit: 50 })).itemsJson);
  const samples = samplesFor(ctx, provider, siteUrl, {
    service: services.find((one) => one.priceCents > 0) ?? services[0] ?? null,
    instructor: JSON.parse((await listInstructors(ctx.db, provider.id, { limit: 1 })).itemsJson)[0]?.name ?? null,
  });
  return ctx.mailer.render({
    id: "preview",
    kind,
    to: "jane.doe@example.com",
    createdAt: iso(ctx.clock.now()),
    data: samples[kind],
    brand: brandOf(provider, siteUrl),
  });
}

function samplesFor(
  ctx: Context,
  provider: Provider,
  siteUrl: string,
  of: { service: { name: string; durationMin: number; priceCents: number } | null; instructor: string | null },
): { [K in MailKind]: MailData[K] } {
  const nowMs = ctx.clock.now();
  const now = iso(nowMs);
  const midnight = Math.floor(wallClock(nowMs, provider.timezone) / DAY) * DAY;
  const at = (days: number, hour: number) => iso(fromWallClock(midnight + days * DAY + hour * HOUR, provider.timezone));
  // A yen has no hundredth: twenty of it would be no price.
  const money = (units: number) => units * (minorUnits(provider.currency) === 1 ? 100 : minorUnits(provider.currency));
  const name = "Jane Doe";
  const class_: MailClass = {
    name: of.service?.name ?? "Morning Flow",
    scheduledAt: at(3, 9),
    durationMin: of.service?.durationMin ?? 60,
    instructor: of.instructor,
  };
  const priceCents = of.service?.priceCents || money(20);
  const booking = { name, enrollmentId: "enr-sample", class: class_ };
  const cancel = { cancelUrl: `${siteUrl}/cancel/enr-sample#sample`, cancelToken: "sample" };
  const change = { sequence: 1, changedAt: now };
  const { cancelWindowHours } = provider;
  const portalUrl = `${siteUrl}/me/sample`;
  const owed = { customerName: name, what: class_.name, amountCents: priceCents };
  return {
    booking_confirmed: {
      ...booking,
      ...cancel,
      ...change,
      portalUrl: null,
      paidCents: priceCents,
      paidWith: "card",
      cancelWindowHours,
    },
    booking_cancelled: {
      ...booking,
      ...change,
      refundedCents: priceCents,
      creditReturned: false,
      lateCancel: false,
      byStudio: false,
      cancelWindowHours,
    },
    payment_refunded: { name, what: class_.name, amountCents: priceCents, reason: "seat_gone" },
    class_cancelled: { ...booking, ...change, refundCents: priceCents, creditReturned: false },
    class_moved: { ...booking, ...cancel, ...change, previousScheduledAt: at(3, 8) },
    class_reminder: { ...booking, ...cancel, class: { ...class_, scheduledAt: at(1, 9) } },
    waitlist_joined: { name, class: class_, position: 2 },
    waitlist_promoted: {
      name,
      class: class_,
      checkoutUrl: `${siteUrl}/pay/sample`,
      expiresAt: iso(nowMs + ctx.settings.holdMinutes * 60_000),
      amountCents: priceCents,
    },
    waitlist_closed: { name, class: class_ },
    seat_opened: { class: class_, seatsLeft: 1, waiting: 3 },
    pack_bought: {
      name,
      packName: "5-Class Pack",
      sessionsTotal: 5,
      expiresAt: at(180, 12),
      portalUrl,
      paidCents: money(90),
    },
    gift_card: {
      to: "recipient",
      purchaserName: name,
      recipientName: "Sam Lee",
      amountCents: money(100),
      code: "SAMP2345LE6789XY",
      message: "Happy birthday, Sam!\nSee you on the mat.",
      expiresAt: provider.giftCardValidDays ? iso(nowMs + provider.giftCardValidDays * DAY) : null,
    },
    gift_card_receipt: {
      purchaserName: name,
      recipientName: "Sam Lee",
      recipientEmail: "sam.lee@example.com",
      amountCents: money(100),
    },
    post_visit: {
      name,
      serviceName: class_.name,
      scheduledAt: iso(nowMs - 2 * HOUR),
      tipUrl: `${siteUrl}/tip#sample`,
      tipToken: "sample",
    },
    tip_received: { amountCents: money(10), customerName: name, serviceName: class_.name },
    signin_link: { name, portalUrl, validDays: 30 },
    owner_signin_link: { signinUrl: `${ctx.settings.publicUrl}/console/signin/sample`, validMinutes: 15 },
    owner_email_changed: { newEmail: "new-owner@example.com", changedAt: now },
    refund_failed: { ...owed, reason: "lost_or_stolen_card" },
    dispute_opened: { ...owed, reason: "product_not_received" },
    refund_stuck: { ...owed, reason: null },
  };
}
