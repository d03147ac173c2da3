/** Mails about webhook endpoints. */
import type { Tx } from "../../db/database.ts";
import { findEndpoint } from "../../domain/webhook_endpoints.ts";
import { enqueueToOwner } from "./enqueue_mail.ts";

/** Nothing is sent to it any more, and nobody asked for that. Its query may hold a secret, so it stays out of the mail. */
export async function enqueueWebhookDisabled(
  tx: Tx,
  endpointId: string,
  reason: "gone" | "failing",
  now: string,
): Promise<void> {
  const endpoint = await findEndpoint(tx, endpointId);
  if (!endpoint) return;
  const { origin, pathname } = new URL(endpoint.url);
  const data = { url: `${origin}${pathname}`, reason };
  await enqueueToOwner(
    tx,
    endpoint.providerId,
    { kind: "webhook_disabled", subjectId: `${endpointId}:${now}`, data },
    now,
  );
}
