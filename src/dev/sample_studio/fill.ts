/** Fills the sample studio: with the same operations as any other, and safely again. */
import { hashSecret } from "../../domain/tokens.ts";
import { findLiveKey } from "../../domain/api_keys.ts";
import { findClass } from "../../domain/class_sessions.ts";
import { listClassesBetween } from "../../domain/class_lists.ts";
import { DAY, HOUR, iso } from "../../domain/time.ts";
import { refreshStripeState, startOnboarding } from "../../workflows/account/stripe_onboarding.ts";
import type { Context } from "../../workflows/context.ts";
import { makeClients } from "./make_clients.ts";
import { makeCatalog } from "./make_catalog.ts";
import { makeStudio } from "./make_studio.ts";
import { makeWeeks } from "./make_weeks.ts";
import { makePast } from "./past/make_past.ts";
import { PAST_DAYS } from "./past/plan.ts";
import type { PayCheckout } from "./past/till.ts";
import { findSampleStudio, type SampleStudio } from "./sample_studio.ts";
import { sellToRegulars } from "./sell_to_regulars.ts";

export interface SampleStudioOptions {
  /** What an earlier run remembered. */
  remembered: SampleStudio | null;
  /** Finishes the account's onboarding where Stripe is simulated; absent elsewhere. */
  finishOnboarding?: (onboardingUrl: string) => Promise<void>;
  /** Pays a checkout where Stripe is simulated and its events are heard; absent elsewhere: then nobody has booked yet. */
  payCheckout?: PayCheckout;
  /** Where the studio's own site runs; null or absent: nowhere, so links lead to this server. */
  storefrontUrl?: string | null;
}

/**
 * Makes the studio, its last two months where payments work, its next weeks, a full class with somebody waiting, and a completed appointment to tip. A second run
 * makes only what is missing or over.
 * @throws ConfigError in production, and when the studio that has its handle is another
 */
export async function fillSampleStudio(ctx: Context, options: SampleStudioOptions): Promise<SampleStudio> {
  const { remembered, finishOnboarding, storefrontUrl = null } = options;
  const own = new URL(ctx.settings.publicUrl).origin;
  const origins = [...new Set(storefrontUrl ? [storefrontUrl, own] : [own])];
  const [origin] = origins;
  const known = await findSampleStudio(ctx, remembered);
  const usable =
    remembered && known?.id === remembered.providerId && await findLiveKey(ctx.db, hashSecret(remembered.key)) &&
      remembered.packages && remembered.publishableKey &&
      new URL(remembered.publicUrl).origin === own && (!storefrontUrl || remembered.storefrontUrl === storefrontUrl)
      ? remembered
      : null;
  if (usable && await isAhead(ctx, usable)) {
    return { ...usable, onboarded: await onboard(ctx, usable.providerId, origin, finishOnboarding) };
  }
  const base = usable ?? { ...await makeStudio(ctx, known, remembered, origins), storefrontUrl };
  const onboarded = await onboard(ctx, base.providerId, origin, finishOnboarding);
  const tenant = { providerId: base.providerId, origin };
  const catalog = await makeCatalog(ctx, base.providerId, base.serviceId);
  if (onboarded && options.payCheckout && !await hasPast(ctx, base.providerId)) {
    const packageTypeIds = base.packages.map(({ id }) => id);
    await makePast(ctx, { tenant, catalog, packageTypeIds, pay: options.payCheckout });
  }
  const weeks = await makeWeeks(ctx, base.providerId, catalog);
  const clients = await makeClients(ctx, tenant, base.serviceId, weeks.fullClass);
  if (onboarded && options.payCheckout) {
    await sellToRegulars(ctx, tenant, weeks.spareClassIds, base.packageTypeId, options.payCheckout);
  }
  const { paidClassId, freeClassId, fullClass } = weeks;
  return {
    ...base,
    paidClassId,
    freeClassId,
    fullClassId: fullClass.id,
    ...clients,
    publicUrl: ctx.settings.publicUrl,
    onboarded,
  };
}

/** Whether there have been classes: a studio is given a past once, and goes on having one. */
async function hasPast(ctx: Context, providerId: string): Promise<boolean> {
  const nowMs = ctx.clock.now();
  const past = await listClassesBetween(ctx.db, providerId, iso(nowMs - (PAST_DAYS + 1) * DAY), iso(nowMs));
  return past.length > 0;
}

/** Whether its sample classes are still to come. */
async function isAhead(ctx: Context, studio: SampleStudio): Promise<boolean> {
  const soon = iso(ctx.clock.now() + 2 * HOUR);
  for (const id of [studio.paidClassId, studio.freeClassId, studio.fullClassId]) {
    const session = await findClass(ctx.db, studio.providerId, id);
    if (session?.status !== "Scheduled" || session.scheduledAt <= soon) return false;
  }
  return true;
}

async function onboard(
  ctx: Context,
  providerId: string,
  origin: string,
  finish: SampleStudioOptions["finishOnboarding"],
): Promise<boolean> {
  let state = await refreshStripeState(ctx, providerId);
  if (!state.chargesEnabled && finish && ctx.settings.stripeMode === "connect") {
    await finish(await startOnboarding(ctx, providerId, { returnUrl: origin, refreshUrl: origin }));
    state = await refreshStripeState(ctx, providerId);
  }
  return state.chargesEnabled;
}
