/** A studio's customers, known by their email. */
import { type Database, type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { invalid, notFound } from "./errors.ts";
import { type EventType, recordEvent } from "./events.ts";
import { newId } from "./ids.ts";
import { newFeedToken } from "./tokens.ts";

export interface Client {
  id: string;
  providerId: string;
  name: string;
  /** Lower case; null: none is known, so nothing is mailed. */
  email: string | null;
  /** Digits only. */
  phone: string | null;
  /** Null until it is first shown. */
  feedToken: string | null;
  siteOrigin: string | null;
  /** The studio's own; the client never sees it. */
  note: string | null;
  createdAt: string;
}

export interface ClientInput {
  name: string;
  email: string | null;
  phone: string | null;
  /** The site this client came from, when there was a request. */
  origin: string | null;
  /** The studio's own. */
  note?: string | null;
}

const SELECT =
  `SELECT id, provider_id AS providerId, name, email, phone, feed_token AS feedToken, site_origin AS siteOrigin,
  note, created_at AS createdAt FROM clients`;
const BY_EMAIL = `${SELECT} WHERE provider_id = ? AND email = ? LIMIT 1`;

/** Where to mail them. @throws DomainError invalid_request (they have no email) */
export function emailOf({ email }: Pick<Client, "email">): string {
  if (email === null) throw invalid("client", "This client has no email address.");
  return email;
}

/** Null also when erased. */
export function findClient(from: Reader, providerId: string, id: string): Promise<Client | null> {
  return readOne<Client>(from, `${SELECT} WHERE provider_id = ? AND id = ? AND erased_at IS NULL LIMIT 1`, [
    providerId,
    id,
  ]);
}

/** Whether the books have this client, be it erased. */
export async function isKnownClient(from: Reader, providerId: string, id: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 AS known FROM clients WHERE provider_id = ? AND id = ?", [providerId, id]) !==
    null;
}

/** @throws DomainError not_found */
export async function getClient(from: Reader, providerId: string, id: string): Promise<Client> {
  const found = await findClient(from, providerId, id);
  if (!found) throw notFound("Client");
  return found;
}

export function findClientByEmail(from: Reader, providerId: string, email: string): Promise<Client | null> {
  return readOne<Client>(from, BY_EMAIL, [providerId, email]);
}

export function findClientByFeedToken(from: Reader, token: string): Promise<Client | null> {
  return readOne<Client>(from, `${SELECT} WHERE feed_token = ? AND erased_at IS NULL`, [token]);
}

/** @param id of one that the books had once */
export async function createClient(
  tx: Tx,
  providerId: string,
  input: ClientInput,
  now: string,
  id = newId("cli"),
): Promise<Client> {
  await runOne(
    tx,
    `INSERT INTO clients (id, provider_id, name, email, phone, note, site_origin, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, providerId, input.name, input.email, input.phone, input.note ?? null, input.origin, now, now],
  );
  const { name, email, phone, note = null } = input;
  await recordClientEvent(tx, "client.created", providerId, { id, name, email, phone, note, createdAt: now }, now);
  return {
    id,
    providerId,
    name: input.name,
    email: input.email,
    phone: input.phone,
    feedToken: null,
    siteOrigin: input.origin,
    note,
    createdAt: now,
  };
}

/** A client as the management API shows it. */
export interface ManagedClient {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  note: string | null;
  createdAt: string;
}

/** In that shape. */
export function managedClient({ id, name, email, phone, note, createdAt }: ManagedClient): ManagedClient {
  return { id, name, email, phone, note, createdAt };
}

async function recordClientEvent(
  tx: Tx,
  type: EventType & `client.${string}`,
  providerId: string,
  client: ManagedClient & { mergedIntoId?: string },
  now: string,
): Promise<void> {
  await recordEvent(tx, { providerId, clientId: client.id, type, data: JSON.stringify(client) }, now);
}

async function recordClientUpdated(tx: Tx, providerId: string, clientId: string, now: string): Promise<void> {
  await recordClientEvent(
    tx,
    "client.updated",
    providerId,
    managedClient(await getClient(tx, providerId, clientId)),
    now,
  );
}

/** Where the client came from last. */
export async function noteSite(tx: Tx, client: Client, origin: string | null): Promise<Client> {
  if (origin === null || origin === client.siteOrigin) return client;
  await runOne(tx, "UPDATE clients SET site_origin = ? WHERE id = ?", [origin, client.id]);
  return { ...client, siteOrigin: origin };
}

/** A client's details. Without `note` that stays as it is. */
export interface ClientChange {
  name: string;
  /** Lower case. */
  email: string | null;
  /** Digits only. */
  phone: string | null;
  note?: string | null;
}

/** The caller makes sure that no other client has the email. */
export async function updateClient(
  tx: Tx,
  client: Pick<Client, "providerId" | "id" | "note">,
  next: ClientChange,
  now: string,
): Promise<void> {
  const { providerId, id } = client;
  const note = next.note === undefined ? client.note : next.note;
  await runOne(
    tx,
    "UPDATE clients SET name = ?, email = ?, phone = ?, note = ?, updated_at = ? WHERE provider_id = ? AND id = ?",
    [next.name, next.email, next.phone, note, now, providerId, id],
  );
  await recordClientUpdated(tx, providerId, id, now);
}

/** The studio's own note; null removes it. @throws DomainError not_found */
export async function setClientNote(
  tx: Tx,
  providerId: string,
  id: string,
  note: string | null,
  now: string,
): Promise<void> {
  const noted = await tx.run(
    "UPDATE clients SET note = ?, updated_at = ? WHERE provider_id = ? AND id = ? AND erased_at IS NULL",
    [note, now, providerId, id],
  );
  if (!noted) throw notFound("Client");
  await recordClientUpdated(tx, providerId, id, now);
}

/** The client's feed token, created when first needed. */
export async function ensureFeedToken(db: Database, client: Client): Promise<string> {
  if (client.feedToken) return client.feedToken;
  return await db.write("feeds", async (tx) => {
    await runAny(tx, "UPDATE clients SET feed_token = ? WHERE id = ? AND feed_token IS NULL", [
      newFeedToken(),
      client.id,
    ]);
    return (await readOne(tx, "SELECT feed_token AS token FROM clients WHERE id = ?", [client.id]))!.token;
  });
}

/** The old feed address stops working. */
export async function replaceFeedToken(tx: Tx, providerId: string, id: string): Promise<string> {
  const token = newFeedToken();
  if (
    !await tx.run("UPDATE clients SET feed_token = ? WHERE provider_id = ? AND id = ? AND erased_at IS NULL", [
      token,
      providerId,
      id,
    ])
  ) {
    throw notFound("Client");
  }
  return token;
}

/** Removes the personal data; the row stays for the books. @param mergedIntoId whose record has them now */
export async function eraseClientData(tx: Tx, client: Client, now: string, mergedIntoId?: string): Promise<void> {
  const { id, providerId, createdAt } = client;
  await runOne(
    tx,
    `UPDATE clients SET name = 'Erased client', email = NULL, phone = NULL, note = NULL, feed_token = NULL, site_origin = NULL,
       erased_at = ?, updated_at = ? WHERE id = ?`,
    [now, now, id],
  );
  const erased = { id, name: "Erased client", email: null, phone: null, note: null, createdAt };
  await recordClientEvent(tx, "client.erased", providerId, { ...erased, mergedIntoId }, now);
}
