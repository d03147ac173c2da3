/** Packs and gift cards that were sold; of some gift cards a part is spent. */
import { listClientPackages } from "../../../domain/client_packages.ts";
import { findClientByEmail } from "../../../domain/clients.ts";
import { openGiftCardCode } from "../../../domain/gift_cards.ts";
import { listSoldGiftCards, type SoldGiftCard } from "../../../domain/sold_gift_cards.ts";
import { DAY } from "../../../domain/time.ts";
import { SAMPLE_HANDLE } from "../../../workflows/account/sample_studio.ts";
import type { Context } from "../../../workflows/context.ts";
import { redeemGiftCard } from "../../../workflows/payments/redeem_gift_card.ts";
import { startGiftCard } from "../../../workflows/payments/start_gift_card.ts";
import { startPackage } from "../../../workflows/payments/start_package.ts";
import { PAST_GIFT_CARDS } from "../data.ts";
import { asOf } from "./as_of.ts";
import { forEachAtOnce } from "./at_once.ts";
import type { PastStudio } from "./past_studio.ts";
import { type Past, PEOPLE } from "./plan.ts";

/** A client's pack, and what proves that they are that client. */
export interface SoldPack {
  id: string;
  clientId: string;
}

/** @returns the packs, by person */
export async function sellPacks(
  ctx: Context,
  { tenant, packageTypeIds, till }: PastStudio,
  { packs }: Past,
): Promise<Map<number, SoldPack>> {
  await forEachAtOnce(packs, async ({ person, type, atMs }) => {
    const order = { ...PEOPLE[person], packageTypeId: packageTypeIds[type], handle: SAMPLE_HANDLE };
    await till.take(await startPackage(asOf(ctx, atMs), tenant, order), atMs);
  });
  await till.settle();
  const sold = new Map<number, SoldPack>();
  for (const { person } of packs) {
    const client = (await findClientByEmail(ctx.db, tenant.providerId, PEOPLE[person].email))!;
    const [{ id }] = await listClientPackages(ctx.db, client.id);
    sold.set(person, { id, clientId: client.id });
  }
  return sold;
}

/** Sells them; they are paid once the till is settled. */
export async function sellGiftCards(ctx: Context, { tenant, till }: PastStudio, { beginsAtMs }: Past): Promise<void> {
  await forEachAtOnce(PAST_GIFT_CARDS, async ({ giver, day, spentCents: _, ...card }) => {
    const atMs = beginsAtMs + day * DAY;
    const { name: purchaserName, email: purchaserEmail } = PEOPLE[giver];
    const order = { ...card, handle: SAMPLE_HANDLE, purchaserName, purchaserEmail };
    await till.take(await startGiftCard(asOf(ctx, atMs), tenant, order), atMs);
  });
}

/** At the desk, once the cards are paid. */
export async function redeemGiftCards(ctx: Context, { tenant }: PastStudio, { beginsAtMs }: Past): Promise<void> {
  const { providerId } = tenant;
  const { itemsJson } = await listSoldGiftCards(ctx.db, providerId, { limit: PAST_GIFT_CARDS.length });
  const sold: SoldGiftCard[] = JSON.parse(itemsJson);
  for (const { day, amountCents, spentCents } of PAST_GIFT_CARDS) {
    const { id } = sold.find(({ initialCents }) => initialCents === amountCents)!;
    const code = (await openGiftCardCode(ctx.db, ctx.tokens, providerId, id))!;
    for (const [n, requestedDebitCents] of spentCents.entries()) {
      await redeemGiftCard(asOf(ctx, beginsAtMs + (day + 4 * (n + 1)) * DAY), tenant, {
        code,
        providerId,
        requestedDebitCents,
        appointmentId: `desk-${day}-${n + 1}`,
        mode: "commit",
      });
    }
  }
}
