/** The studio itself: provider, key, what it sells, a closure. */
import { ConfigError } from "../../config.ts";
import { createKey } from "../../domain/api_keys.ts";
import { createBlackout } from "../../domain/blackouts.ts";
import { createPackageType, listPackageTypes, type PackageType } from "../../domain/package_types.ts";
import { createProvider, findProviderByOwnerToken, type Provider } from "../../domain/providers.ts";
import { createService, listServices, type Service } from "../../domain/services.ts";
import { DAY, fromWallClock, iso, wallClock } from "../../domain/time.ts";
import { issueOwnerToken } from "../../workflows/account/issue_owner_token.ts";
import { SAMPLE_HANDLE } from "../../workflows/account/sample_studio.ts";
import type { Context } from "../../workflows/context.ts";
import { PACKAGE_TYPES, PROVIDER, SERVICES, ZONE } from "./data.ts";
import type { SampleStudio } from "./sample_studio.ts";

type Base = Pick<
  SampleStudio,
  | "handle"
  | "providerId"
  | "origin"
  | "key"
  | "publishableKey"
  | "ownerToken"
  | "serviceId"
  | "packageTypeId"
  | "packages"
>;

/**
 * Makes what is missing; with its keys lost, everything else is still there.
 * @param remembered from another address, as of a second server: its owner token stays valid
 */
export async function makeStudio(
  ctx: Context,
  known: Provider | null,
  remembered: SampleStudio | null,
  origins: string[],
): Promise<Base> {
  const now = iso(ctx.clock.now());
  const { id, ownerToken } = await makeProvider(ctx, known, remembered, now);
  const services: Service[] = JSON.parse((await listServices(ctx.db, id, { limit: 200 })).itemsJson);
  const types: PackageType[] = JSON.parse((await listPackageTypes(ctx.db, id, { limit: 200 })).itemsJson);
  return await ctx.db.write(id, async (tx) => {
    const keyed = { id, handle: SAMPLE_HANDLE };
    const embedded = { label: "Pages with embed.js", kind: "publishable" as const, allowedOrigins: origins };
    const { key: publishableKey } = await createKey(tx, keyed, embedded, now);
    // Last, so that it is the newest: the first of its origins is where links lead that nobody asked for.
    const { key } = await createKey(tx, keyed, { label: "Sample site", allowedOrigins: origins }, now);
    const { flow } = SERVICES;
    const service = services.find((one) => one.name === flow.name) ?? await createService(tx, id, flow, now);
    const packages: SampleStudio["packages"] = [];
    for (const type of PACKAGE_TYPES) {
      const { name, sessionsTotal: classes, priceCents, validDays } = type;
      const known = types.find((one) => one.name === name) ?? await createPackageType(tx, id, type, now);
      packages.push({ id: known.id, name, classes, priceCents, validDays });
    }
    if (services.length === 0) await createBlackout(tx, id, closure(ctx.clock.now()), now);
    return {
      handle: SAMPLE_HANDLE,
      providerId: id,
      origin: origins[0],
      key,
      publishableKey,
      ownerToken,
      serviceId: service.id,
      packageTypeId: packages[0].id,
      packages,
    };
  });
}

async function makeProvider(
  ctx: Context,
  known: Provider | null,
  remembered: SampleStudio | null,
  now: string,
): Promise<{ id: string; ownerToken: string }> {
  if (known) {
    const owner = remembered && await findProviderByOwnerToken(ctx.db, remembered.ownerToken);
    return {
      id: known.id,
      ownerToken: owner?.id === known.id
        ? remembered!.ownerToken
        : (await issueOwnerToken(ctx, known.handle)).ownerToken,
    };
  }
  const made = await ctx.db.write(null, (tx) => createProvider(tx, PROVIDER, now));
  if (!made) throw new ConfigError(`a studio ${SAMPLE_HANDLE} was made at this very moment: try again`);
  return { id: made.provider.id, ownerToken: made.ownerToken };
}

/** A Sunday, when there are no classes anyway. */
function closure(nowMs: number) {
  const wall = wallClock(nowMs, ZONE);
  const untilSunday = 14 - new Date(wall).getUTCDay();
  const midnight = (days: number) => iso(fromWallClock(wall - wall % DAY + days * DAY, ZONE));
  return {
    label: "Studio closed for a workshop",
    startsAt: midnight(untilSunday),
    endsAt: midnight(untilSunday + 1),
    allDay: true,
    kind: "holiday" as const,
  };
}
