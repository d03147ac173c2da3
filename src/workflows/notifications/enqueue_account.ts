/** Mails about signing in. Each request is a mail of its own. */
import type { Tx } from "../../db/database.ts";
import type { Client } from "../../domain/clients.ts";
import { countRecent } from "../../domain/outbox.ts";
import { HOUR, iso, ms } from "../../domain/time.ts";
import { randomText } from "../../domain/ids.ts";
import { enqueueMail } from "./enqueue_mail.ts";
import type { Provider } from "../../domain/providers.ts";
import { enqueueToOwner } from "./enqueue_mail.ts";

const newSubject = () => randomText(24);

/** However often somebody asks, no more links leave for one client within an hour. */
const SIGNIN_LINKS_AN_HOUR = 5;

/** The customer's link to their page on the studio's site; none when the client had enough of them lately. */
export async function enqueueSigninLink(
  tx: Tx,
  client: Client,
  site: string,
  portalUrl: string,
  now: string,
): Promise<void> {
  const lately = await countRecent(tx, "signin_link", client.id, iso(ms(now) - HOUR));
  if (lately >= SIGNIN_LINKS_AN_HOUR) return;
  await enqueueMail(tx, {
    providerId: client.providerId,
    clientId: client.id,
    kind: "signin_link",
    subjectId: `${client.id}:${newSubject()}`,
    to: client.email,
    siteOrigin: site,
    data: { name: client.name, portalUrl, validDays: 30 },
  }, now);
}

/** The owner's link to the console. */
export async function enqueueOwnerSigninLink(
  tx: Tx,
  providerId: string,
  data: { signinUrl: string; validMinutes: number },
  now: string,
): Promise<void> {
  await enqueueToOwner(tx, providerId, { kind: "owner_signin_link", subjectId: newSubject(), data }, now);
}

/** The owner has another address: says so to the old one. */
export async function enqueueOwnerEmailChanged(tx: Tx, before: Provider, newEmail: string, now: string): Promise<void> {
  await enqueueMail(tx, {
    providerId: before.id,
    clientId: null,
    kind: "owner_email_changed",
    subjectId: newSubject(),
    to: before.email,
    siteOrigin: null,
    data: { newEmail, changedAt: now },
  }, now);
}
