/** What a site shows of the studio besides its classes. Reading only. */
import { GIFT_CARD_AMOUNTS } from "../../domain/gift_cards.ts";
import { packageTypesOnSaleJson } from "../../domain/package_types.ts";
import { canTakePayments, getProviderNamed } from "../../domain/providers.ts";
import type { Context } from "../context.ts";

/** `{provider}` as JSON. @throws DomainError wrong_provider */
export async function showProvider(ctx: Context, tenant: { providerId: string }, named: string): Promise<string> {
  const provider = await getProviderNamed(ctx.db, tenant.providerId, named);
  const { id, handle, displayName, bio, avatarKey, timezone, currency, address, cancelWindowHours } = provider;
  return JSON.stringify({
    provider: {
      id,
      handle,
      displayName,
      bio,
      avatarKey,
      timezone,
      currency,
      address,
      cancelWindowHours,
      holdMinutes: ctx.settings.holdMinutes,
      canTakePayments: canTakePayments(provider),
      giftCards: GIFT_CARD_AMOUNTS,
    },
  });
}

/** `{packageTypes}` as JSON, those on sale. @throws DomainError wrong_provider */
export async function showPackageTypes(ctx: Context, tenant: { providerId: string }, named: string): Promise<string> {
  const { id, currency } = await getProviderNamed(ctx.db, tenant.providerId, named);
  return `{"packageTypes":${await packageTypesOnSaleJson(ctx.db, id, currency)}}`;
}
