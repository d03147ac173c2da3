/** The mail about payments that the books don't know. */
import type { Tx } from "../../db/database.ts";
import { enqueueToOwner } from "./enqueue_mail.ts";

/** At most one a day: after a restore there may be many at once, and the console lists them all. */
export async function enqueueUnknownPayment(
  tx: Tx,
  providerId: string,
  { amountCents }: { amountCents: number },
  now: string,
): Promise<void> {
  const mail = {
    kind: "payment_unknown",
    subjectId: `${providerId}:${now.slice(0, 10)}`,
    data: { amountCents },
  } as const;
  await enqueueToOwner(tx, providerId, mail, now);
}
