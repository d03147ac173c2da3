/** The sample studio: made of the same operations as any other, safe to fill again. */
import { ConfigError, requireDevelopment } from "../config.ts";
import { createKey, findLiveKey } from "../domain/api_keys.ts";
import { createBlackout } from "../domain/blackouts.ts";
import { findClass } from "../domain/class_sessions.ts";
import type { Context } from "../workflows/context.ts";
import { createPackageType, listPackageTypes, type PackageType } from "../domain/packages.ts";
import {
  createProvider,
  findProviderByHandle,
  findProviderByOwnerToken,
  type Provider,
  replaceOwnerToken,
} from "../domain/providers.ts";
import { createService, listServices, type Service, type ServiceInput } from "../domain/services.ts";
import { createInstructor, type Instructor, listInstructors } from "../domain/staff.ts";
import { DAY, fromWallClock, HOUR, iso, MINUTE, ms, wallClock } from "../domain/time.ts";
import { bookClass, joinWaitlist } from "../workflows/bookings/book_class.ts";
import { startGiftCard, startPackage } from "../workflows/payments/purchase.ts";
import { refreshStripeState, startOnboarding } from "../workflows/account/stripe_onboarding.ts";
import {
  bookAppointment,
  completeAppointment,
  makeClasses,
  type NewClass,
} from "../workflows/classes/schedule_classes.ts";
import { SAMPLE_EMAIL, SAMPLE_HANDLE } from "../workflows/account/sample_studio.ts";
import { listClassesBetween } from "../workflows/classes/list_week.ts";

const ZONE = "America/Chicago";
const WEEKS = 4;

/** What the demo prints, and remembers in a file of its own: keys are shown once, but a reload must not change them. */
export interface SampleStudio {
  handle: string;
  providerId: string;
  publicUrl: string;
  /** The studio's own site; null where none runs. */
  storefrontUrl: string | null;
  /** The first origin of its key: where links in mails lead. */
  origin: string;
  key: string;
  ownerToken: string;
  serviceId: string;
  packageTypeId: string;
  /** What the studio's developer writes down, for the public API has no list of them. */
  packages: { id: string; name: string; classes: number; priceCents: number; validDays: number | null }[];
  paidClassId: string;
  freeClassId: string;
  fullClassId: string;
  appointmentId: string;
  tipToken: string;
  onboarded: boolean;
}

export interface SampleStudioOptions {
  /** What an earlier run remembered. */
  remembered: SampleStudio | null;
  /** Finishes the account's onboarding where Stripe is simulated; absent elsewhere. */
  finishOnboarding?: (onboardingUrl: string) => Promise<void>;
  /** Pays a checkout where Stripe is simulated and its events are heard; absent elsewhere: then nobody has booked yet. */
  payCheckout?: (checkoutUrl: string) => Promise<void>;
  /** Where the studio's own site runs; null or absent: nowhere, so links lead to this server. */
  storefrontUrl?: string | null;
}

/**
 * The sample studio as an earlier run left it, or null where none is yet. A server asks before it listens.
 * @param remembered names the sample studio whose owner has since got another address
 * @throws ConfigError in production, and when the studio that has its handle is another
 */
export async function findSampleStudio(ctx: Context, remembered: SampleStudio | null): Promise<Provider | null> {
  requireDevelopment(ctx.settings.development);
  const known = await findProviderByHandle(ctx.db, SAMPLE_HANDLE);
  if (known && known.email !== SAMPLE_EMAIL && known.id !== remembered?.providerId) {
    throw new ConfigError(
      `the studio ${SAMPLE_HANDLE} in this database is not the sample studio, so it is left alone: name another database in ALERA_DATABASE_URL`,
    );
  }
  return known;
}

/**
 * Makes the studio, its next weeks, a full class with somebody waiting, and a completed visit to tip. A second run
 * makes only what is missing or over.
 * @throws ConfigError in production, and when the studio that has its handle is another
 */
export async function fillSampleStudio(ctx: Context, options: SampleStudioOptions): Promise<SampleStudio> {
  const { remembered, finishOnboarding, storefrontUrl = null } = options;
  const own = new URL(ctx.settings.publicUrl).origin;
  const origins = [...new Set(storefrontUrl ? [storefrontUrl, own] : [own])];
  const [origin] = origins;
  const known = await findSampleStudio(ctx, remembered);
  const usable = remembered && known?.id === remembered.providerId && await findLiveKey(ctx.db, remembered.key) &&
      remembered.packages &&
      new URL(remembered.publicUrl).origin === own && (!storefrontUrl || remembered.storefrontUrl === storefrontUrl)
    ? remembered
    : null;
  if (usable && await isAhead(ctx, usable)) {
    return { ...usable, onboarded: await onboard(ctx, usable.providerId, origin, finishOnboarding) };
  }
  const base = usable ?? { ...await makeStudio(ctx, known, remembered, origins), storefrontUrl };
  const onboarded = await onboard(ctx, base.providerId, origin, finishOnboarding);
  const { seats, ...weeks } = await makeWeeks(ctx, base.providerId, base.serviceId, origin);
  if (onboarded && options.payCheckout) {
    await comeAndPay(ctx, { providerId: base.providerId, origin }, seats, base, options.payCheckout);
  }
  return {
    ...base,
    ...weeks,
    publicUrl: ctx.settings.publicUrl,
    onboarded,
  };
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

type Base = Pick<
  SampleStudio,
  "handle" | "providerId" | "origin" | "key" | "ownerToken" | "serviceId" | "packageTypeId" | "packages"
>;

/** @param remembered from another address, as of a second server: its owner token stays good */
async function makeStudio(
  ctx: Context,
  known: Provider | null,
  remembered: SampleStudio | null,
  origins: string[],
): Promise<Base> {
  const now = iso(ctx.clock.now());
  let provider = known;
  let ownerToken: string;
  if (provider) {
    const owner = remembered && await findProviderByOwnerToken(ctx.db, remembered.ownerToken);
    ownerToken = owner?.id === provider.id ? remembered!.ownerToken : await replaceOwnerToken(ctx.db, provider.id);
  } else {
    const made = await ctx.db.write(null, (tx) =>
      createProvider(tx, {
        handle: SAMPLE_HANDLE,
        displayName: "Sculpt Pilates Co.",
        email: SAMPLE_EMAIL,
        timezone: ZONE,
        bio: "Reformer and mat Pilates in small groups.",
      }, now));
    if (!made) throw new ConfigError(`a studio ${SAMPLE_HANDLE} was made at this very moment: try again`);
    provider = made.provider;
    ownerToken = made.ownerToken;
  }
  const id = provider.id;
  // With its keys lost, everything else is still there.
  const services: Service[] = JSON.parse((await listServices(ctx.db, id, { limit: 200 })).itemsJson);
  const types: PackageType[] = JSON.parse((await listPackageTypes(ctx.db, id, { limit: 200 })).itemsJson);
  return await ctx.db.write(id, async (tx) => {
    const key = await createKey(
      tx,
      { id, handle: SAMPLE_HANDLE },
      { label: "Demo site", allowedOrigins: origins },
      now,
    );
    const service = services.find((one) => one.name === "Reformer Flow") ?? await createService(tx, id, {
      name: "Reformer Flow",
      durationMin: 50,
      priceCents: 2000,
      capacity: 6,
      cancelWindowHours: null,
      tipsEnabled: true,
    }, now);
    const packages: SampleStudio["packages"] = [];
    for (const [classes, priceCents, validDays] of [[5, 9000, 180], [10, 16000, 365]]) {
      const name = `${classes}-Class Pack`;
      const type = { name, sessionsTotal: classes, priceCents, validDays, active: true };
      const known = types.find((one) => one.name === name) ?? await createPackageType(tx, id, type, now);
      packages.push({ id: known.id, name, classes, priceCents, validDays });
    }
    // A Sunday, when there are no classes anyway.
    const wall = wallClock(ctx.clock.now(), ZONE);
    const untilSunday = 14 - new Date(wall).getUTCDay();
    const closed = fromWallClock(wall - wall % DAY + untilSunday * DAY, ZONE);
    const reopened = fromWallClock(wall - wall % DAY + (untilSunday + 1) * DAY, ZONE);
    if (services.length === 0) {
      await createBlackout(tx, id, {
        label: "Studio closed for a workshop",
        startsAt: iso(closed),
        endsAt: iso(reopened),
        allDay: true,
        kind: "holiday",
      }, now);
    }
    return {
      handle: SAMPLE_HANDLE,
      providerId: id,
      origin: origins[0],
      key: key.key,
      ownerToken,
      serviceId: service.id,
      packageTypeId: packages[0].id,
      packages,
    };
  });
}

/**
 * Classes at 7:00 and 18:00 on weekdays, some of them small, one at noon twice a week, a free one on Saturdays, one that is full;
 * a visit that was just completed.
 */
async function makeWeeks(ctx: Context, providerId: string, serviceId: string, origin: string) {
  const nowMs = ctx.clock.now();
  const now = iso(nowMs);
  // A second run, some days later, goes on with the people and services it finds.
  const known = {
    instructors: JSON.parse((await listInstructors(ctx.db, providerId, { limit: 200 })).itemsJson) as Instructor[],
    services: JSON.parse((await listServices(ctx.db, providerId, { limit: 200 })).itemsJson) as Service[],
  };
  const { sarah, mia, priya, tower, stretch } = await ctx.db.write(providerId, async (tx) => {
    const instructor = async (name: string) =>
      known.instructors.find((one) => one.name === name) ?? await createInstructor(tx, providerId, name, now);
    const service = async (input: ServiceInput) =>
      known.services.find((one) => one.name === input.name) ?? await createService(tx, providerId, input, now);
    return {
      sarah: await instructor("Sarah Lee"),
      mia: await instructor("Mia Torres"),
      priya: await instructor("Priya Raghunathan"),
      tower: await service({
        name: "Tower & Mat",
        durationMin: 55,
        priceCents: 3200,
        capacity: 4,
        cancelWindowHours: null,
        tipsEnabled: true,
      }),
      stretch: await service({
        name: "Community Stretch",
        durationMin: 45,
        priceCents: 0,
        capacity: 12,
        cancelWindowHours: 2,
        tipsEnabled: false,
      }),
    };
  });
  const wall = wallClock(nowMs, ZONE);
  const midnight = wall - wall % DAY;
  const at = (day: number, hour: number) => iso(fromWallClock(midnight + day * DAY + hour * HOUR, ZONE));
  /** This week's, or next week's if that is over or about to begin. */
  const next = (day: number, hour: number) => at(ms(at(day, hour)) > nowMs + HOUR ? day : day + 7, hour);
  const made: { id: string; scheduledAt: string; priceCents: number; capacity: number; enrolledCount: number }[] = [];
  const standing = await listClassesBetween(ctx, providerId, now, iso(nowMs + (WEEKS + 2) * 7 * DAY));
  const schedule = async ({ weeks = 1, ...first }: NewClass) => {
    const local = wallClock(ms(first.scheduledAt), ZONE);
    const times = Array.from({ length: weeks }, (_, week) => iso(fromWallClock(local + week * 7 * DAY, ZONE)));
    const there = standing.filter((one) =>
      one.serviceId === first.serviceId && one.status === "Scheduled" && times.includes(one.scheduledAt)
    );
    const missing = times.filter((time) => there.every((one) => one.scheduledAt !== time));
    const ids = await makeClasses(ctx, providerId, missing.map((scheduledAt) => ({ ...first, scheduledAt })));
    made.push(...there, ...await Promise.all(ids.map(async (id) => (await findClass(ctx.db, providerId, id))!)));
  };
  for (let day = 0; day < 7; day++) {
    const weekday = new Date(midnight + day * DAY).getUTCDay();
    if (weekday === 0) continue;
    if (weekday === 6) {
      await schedule({
        serviceId: stretch.id,
        instructorId: mia.id,
        scheduledAt: next(day, 10),
        weeks: WEEKS,
        publicNote: "Free for everybody. Bring a mat if you have one.",
      });
      continue;
    }
    await schedule({ serviceId, instructorId: sarah.id, scheduledAt: next(day, 7), weeks: WEEKS });
    if (weekday === 2 || weekday === 4) {
      await schedule({
        serviceId: tower.id,
        instructorId: priya.id,
        scheduledAt: next(day, 12),
        weeks: WEEKS,
        publicNote: "For everybody who has been on the reformer before.",
      });
    }
    const capacity = { 1: 3, 3: 2, 5: 1 }[weekday];
    await schedule({ serviceId, instructorId: mia.id, scheduledAt: next(day, 18), capacity, weeks: WEEKS });
  }
  await schedule({
    serviceId: stretch.id,
    instructorId: priya.id,
    scheduledAt: at(3, 16),
    capacity: 2,
    publicNote: "A small room: two places.",
  });
  const full = made.at(-1)!;
  const tenant = { providerId, origin };
  for (const [n, name] of full.enrolledCount > 0 ? [] : ["Ana Ruiz", "Ben Okafor"].entries()) {
    await bookClass(ctx, tenant, full.id, {
      name,
      email: `${name.split(" ")[0].toLowerCase()}@example.com`,
      phone: `555555020${n}`,
    });
  }
  await joinWaitlist(ctx, tenant, full.id, { name: "Chloe Park", email: "chloe@example.com", phone: "5555550210" });
  const visit = JSON.parse(
    await bookAppointment(ctx, providerId, {
      serviceId,
      scheduledAt: iso(nowMs - 90 * MINUTE),
      client: { name: "Dana Wolf", email: "dana@example.com", phone: "5555550220" },
    }),
  );
  const { tipToken } = await completeAppointment(ctx, providerId, visit.id);
  const soon = made.filter((one) => ms(one.scheduledAt) > nowMs + 2 * DAY);
  const paidClassId = soon.find((one) => one.priceCents === 2000 && one.capacity === 6)!.id;
  return {
    // With places for more than one, and none of those that the printed commands are about.
    seats: made.filter((one) =>
      one.priceCents > 0 && one.capacity > 3 && one.enrolledCount === 0 && one.id !== paidClassId &&
      ms(one.scheduledAt) < nowMs + 8 * DAY
    ).map((one) => one.id),
    paidClassId,
    freeClassId: soon.find((one) => one.priceCents === 0 && one.id !== full.id)!.id,
    fullClassId: full.id,
    appointmentId: visit.id as string,
    tipToken,
  };
}

const REGULARS = [
  "Adaeze Nwachukwu",
  "Hannah Kim",
  "Lucía Villanueva",
  "Mei-Ling Zhao",
  "Tom O’Shaughnessy",
  "Yusra Abdi",
];

/** Seats booked and paid, a pack and a gift card sold: a console with nothing in it shows nothing. */
async function comeAndPay(
  ctx: Context,
  tenant: { providerId: string; origin: string },
  classIds: string[],
  { packageTypeId }: { packageTypeId: string },
  pay: (checkoutUrl: string) => Promise<void>,
): Promise<void> {
  const regulars = REGULARS.map((name, n) => ({
    name,
    email: `${name.split(" ")[0].toLowerCase().normalize("NFD").replace(/[^a-z]/g, "")}@example.com`,
    phone: `55555503${String(n).padStart(2, "0")}`,
  }));
  for (const [n, classId] of classIds.entries()) {
    for (let seat = 0; seat < 1 + n % 4; seat++) {
      const { checkoutUrl } = await bookClass(ctx, tenant, classId, regulars[(n + seat) % regulars.length]);
      await pay(checkoutUrl!);
    }
  }
  const [buyer, giver] = regulars;
  const pack = await startPackage(ctx, tenant, { ...buyer, packageTypeId, handle: SAMPLE_HANDLE });
  await pay(pack.url);
  const card = await startGiftCard(ctx, tenant, {
    handle: SAMPLE_HANDLE,
    amountCents: 7500,
    purchaserName: giver.name,
    purchaserEmail: giver.email,
    recipientName: "Rosa Delgado",
    recipientEmail: "rosa@example.com",
    giftMessage: "Happy birthday!",
  });
  await pay(card.url);
}

async function onboard(
  ctx: Context,
  providerId: string,
  origin: string,
  finish: SampleStudioOptions["finishOnboarding"],
): Promise<boolean> {
  let state = await refreshStripeState(ctx, providerId);
  if (!state.chargesEnabled && finish) {
    await finish(await startOnboarding(ctx, providerId, { returnUrl: origin, refreshUrl: origin }));
    state = await refreshStripeState(ctx, providerId);
  }
  return state.chargesEnabled;
}

/** What to click and to paste next. */
export function describeSampleStudio(studio: SampleStudio, simulatorUrl?: string): string {
  const { publicUrl, key, origin } = studio;
  const from = new Date().toISOString().slice(0, 10);
  const to = new Date(Date.now() + 28 * DAY).toISOString().slice(0, 10);
  const headers = `-H 'x-alera-key: ${key}' -H 'Origin: ${origin}'`;
  const post = (path: string, body: unknown, auth = headers) =>
    `curl -s ${publicUrl}${path} ${auth} \\\n    -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  const jane = { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" };
  return `
Sculpt Pilates Co. is ready.
${
    studio.storefrontUrl
      ? `  Storefront   ${studio.storefrontUrl}  ← start here\n`
      : ""
  }  Console      ${publicUrl}/console  (sign in as ${SAMPLE_EMAIL}: the link is in the mailbox)
  API          ${publicUrl}
  Reference    ${publicUrl}/docs
  Mailbox      ${publicUrl}/dev/mailbox
${simulatorUrl ? `  Stripe       ${simulatorUrl} (simulated)\n` : ""}  Handle       ${studio.handle}
  Provider     ${studio.providerId}
  API key      ${key}
  Origin       ${origin}
  Owner token  ${studio.ownerToken}
${studio.onboarded ? "" : "  Payments     not possible yet: finish the Stripe onboarding first\n"}
1 See the classes:
  curl -s '${publicUrl}/api/classes?handle=${studio.handle}&from=${from}&to=${to}' ${headers}

2 Book one, then open the checkoutUrl of the answer and pay:
  ${post(`/api/classes/${studio.paidClassId}/book`, jane)}

3 Read the confirmation at ${publicUrl}/dev/mailbox, and cancel with the token of step 2:
  curl -s ${publicUrl}/api/enrollments/ENROLLMENT_ID/cancel -H 'Content-Type: application/json' -d '{"cancelToken":"CANCEL_TOKEN"}'

4 Sign in: the link is in the mailbox, its token opens the customer's bookings and calendar feed:
  ${post("/api/customer/signin-link", { email: jane.email, handle: studio.handle })}
  curl -s ${publicUrl}/api/customer/me -H 'x-customer-token: TOKEN'

5 Wait for a seat in a full class, and see who waits as the owner:
  ${post(`/api/classes/${studio.fullClassId}/waitlist`, jane)}
  curl -s ${publicUrl}/api/manage/classes/${studio.fullClassId}/roster -H 'Authorization: Bearer ${studio.ownerToken}'

6 Buy a class pack, a gift card, leave a tip: each answers a checkoutUrl to open:
  ${
    post("/api/packages/start", {
      packageTypeId: studio.packageTypeId,
      handle: studio.handle,
      name: jane.name,
      email: jane.email,
    })
  }
  ${
    post("/api/gift-cards/start", {
      handle: studio.handle,
      amountCents: 10000,
      purchaserName: jane.name,
      purchaserEmail: jane.email,
    })
  }
  ${post("/api/tip/start", { token: studio.tipToken, amountCents: 1000 }, "")}

The whole journey by itself: deno task journey
`;
}
