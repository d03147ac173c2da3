/** Sales: a console with nothing in it shows nothing. */
import { bookClass } from "../../workflows/bookings/book_class.ts";
import type { Context } from "../../workflows/context.ts";
import { startGiftCard } from "../../workflows/payments/start_gift_card.ts";
import { startPackage } from "../../workflows/payments/start_package.ts";
import { SAMPLE_HANDLE } from "../../workflows/account/sample_studio.ts";
import { GIFT_CARD, REGULARS } from "./data.ts";

/** Seats are booked and paid, a pack and a gift card sold. */
export async function sellToRegulars(
  ctx: Context,
  tenant: { providerId: string; origin: string },
  classIds: string[],
  packageTypeId: string,
  pay: (checkoutUrl: string) => Promise<void>,
): Promise<void> {
  for (const [n, classId] of classIds.entries()) {
    for (let seat = 0; seat < 1 + n % 4; seat++) {
      const { checkoutUrl } = await bookClass(ctx, tenant, classId, REGULARS[(n + seat) % REGULARS.length]);
      await pay(checkoutUrl!);
    }
  }
  const [buyer, giver] = REGULARS;
  const pack = await startPackage(ctx, tenant, { ...buyer, packageTypeId, handle: SAMPLE_HANDLE });
  await pay(pack.url);
  const card = await startGiftCard(ctx, tenant, {
    ...GIFT_CARD,
    handle: SAMPLE_HANDLE,
    purchaserName: giver.name,
    purchaserEmail: giver.email,
  });
  await pay(card.url);
}
