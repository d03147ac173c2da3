/** A studio's customers, known by their email. */
import { type Database, type Reader, readOne, type SqlValue, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";
import { newFeedToken } from "./tokens.ts";

export interface Client {
  id: string;
  providerId: string;
  name: string;
  /** Lower case. */
  email: string;
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
  email: string;
  phone: string | null;
  /** The site this client came from, when there was a request. */
  origin: string | null;
}

const SELECT =
  `SELECT id, provider_id AS providerId, name, email, phone, feed_token AS feedToken, site_origin AS siteOrigin,
  note, created_at AS createdAt FROM clients`;
const BY_EMAIL = `${SELECT} WHERE provider_id = ? AND email = ? LIMIT 1`;

/** An erased client is none. */
export function findClient(from: Reader, providerId: string, id: string): Promise<Client | null> {
  return readOne<Client>(from, `${SELECT} WHERE provider_id = ? AND id = ? AND erased_at IS NULL LIMIT 1`, [
    providerId,
    id,
  ]);
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

export async function createClient(tx: Tx, providerId: string, input: ClientInput, now: string): Promise<Client> {
  const id = newId("cli");
  await tx.run(
    `INSERT INTO clients (id, provider_id, name, email, phone, site_origin, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, providerId, input.name, input.email, input.phone, input.origin, now, now],
  );
  return {
    id,
    providerId,
    name: input.name,
    email: input.email,
    phone: input.phone,
    feedToken: null,
    siteOrigin: input.origin,
    note: null,
    createdAt: now,
  };
}

/** The newest name, phone and site win: studios want the number that works today. */
export async function refreshClient(tx: Tx, client: Client, input: ClientInput, now: string): Promise<Client> {
  const next = { name: input.name, phone: input.phone ?? client.phone, siteOrigin: input.origin ?? client.siteOrigin };
  if (next.name === client.name && next.phone === client.phone && next.siteOrigin === client.siteOrigin) return client;
  await tx.run("UPDATE clients SET name = ?, phone = ?, site_origin = ?, updated_at = ? WHERE id = ?", [
    next.name,
    next.phone,
    next.siteOrigin,
    now,
    client.id,
  ]);
  return { ...client, ...next };
}

/** The caller has made sure that no other client has the email. */
export async function updateClient(
  tx: Tx,
  providerId: string,
  id: string,
  next: { name: string; email: string; phone: string | null },
  now: string,
): Promise<void> {
  await tx.run("UPDATE clients SET name = ?, email = ?, phone = ?, updated_at = ? WHERE provider_id = ? AND id = ?", [
    next.name,
    next.email,
    next.phone,
    now,
    providerId,
    id,
  ]);
}

/** The studio's own note; null takes it away. @throws DomainError not_found */
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
}

/** The client with this email, made or brought up to date. */
export async function upsertClient(tx: Tx, providerId: string, input: ClientInput, now: string): Promise<Client> {
  const known = await findClientByEmail(tx, providerId, input.email);
  return known ? await refreshClient(tx, known, input, now) : await createClient(tx, providerId, input, now);
}

/** The client's feed token, made when it is first asked for, and the same ever after. */
export async function ensureFeedToken(db: Database, client: Client): Promise<string> {
  if (client.feedToken) return client.feedToken;
  return await db.write("feeds", async (tx) => {
    await tx.run("UPDATE clients SET feed_token = ? WHERE id = ? AND feed_token IS NULL", [newFeedToken(), client.id]);
    return (await readOne(tx, "SELECT feed_token AS token FROM clients WHERE id = ?", [client.id]))!.token;
  });
}

/** The old feed address stops to work. */
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

/** Orders of a list of clients. */
const ORDERS = {
  oldest: { order: "created_at" },
  newest: { order: "created_at", descending: true },
  name: { order: "name COLLATE NOCASE" },
};
export type ClientOrder = keyof typeof ORDERS;

/**
 * A GLOB pattern for what contains `text`, whatever the case of its letters. Case is JavaScript's: SQLite's LIKE and lower() know that
 * of ASCII letters only.
 */
function anyCase(text: string): string {
  const letters = Array.from(text, (letter) => {
    const upper = letter.toUpperCase();
    const forms = [letter, letter.toLowerCase(), upper, upper.toLowerCase()];
    const cases = new Set(forms.filter((one) => Array.from(one).length === 1).sort());
    return cases.size > 1 ? `[${[...cases].join("")}]` : letter.replace(/[*?[]/, "[$&]");
  });
  return `*${letters.join("")}*`;
}

/** Clients by name, email or phone that contain `q`; capital and small letters are the same. */
export function listClients(
  from: Reader,
  providerId: string,
  q: string | undefined,
  page: PageRequest,
  order: ClientOrder = "oldest",
): Promise<Page> {
  let where = "provider_id = ? AND erased_at IS NULL";
  const args: SqlValue[] = [providerId];
  if (q) {
    // Mostly one pattern; but ß is SS in capitals, and the small form of Σ depends on its place.
    const names = [...new Set([q, q.toLowerCase(), q.toUpperCase()].map(anyCase))];
    const email = `%${q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
    // An email may hold digits too: only what looks like a phone is searched as one.
    const digits = /^[\d\s()+./-]+$/.test(q) ? q.replace(/\D/g, "") : "";
    const matches = [...names.map(() => "name GLOB ?"), "email LIKE ? ESCAPE '\\'", ...digits ? ["phone LIKE ?"] : []];
    where += ` AND (${matches.join(" OR ")})`;
    args.push(...names, email, ...digits ? [`%${digits}%`] : []);
  }
  return listPage(from, {
    columns: "json_object('id', id, 'name', name, 'email', email, 'phone', phone, 'createdAt', created_at)",
    from: "clients",
    where,
    args,
    ...ORDERS[order],
    page,
  });
}

/** Personal data go, the row stays for the books. */
export async function eraseClient(tx: Tx, id: string, now: string): Promise<void> {
  await tx.run(
    `UPDATE clients SET name = 'Erased client', email = NULL, phone = NULL, note = NULL, feed_token = NULL, site_origin = NULL,
       erased_at = ?, updated_at = ? WHERE id = ?`,
    [now, now, id],
  );
}
