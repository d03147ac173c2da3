/** Whose record a request concerns, and whether it may change it: whoever knows an email has proven nothing. */
import type { Tx } from "../../db/database.ts";
import {
  type Client,
  type ClientChange,
  type ClientInput,
  createClient,
  findClientByEmail,
  noteSite,
  updateClient,
} from "../../domain/clients.ts";
import { followDetails } from "../../domain/given_details.ts";
import type { Context } from "../context.ts";
import { readCustomerToken } from "./verify_customer.ts";

/** Says whether a request comes from this client, or speaks for them. */
export type Proof = (client: Client) => boolean;

/** The owner, or a client whose token was checked already. */
export const proven: Proof = () => true;

/** Nobody has proven anything. */
export const unproven: Proof = () => false;

/** The customer token that came with a request. Another's, or one that is not valid, proves nothing and is no error. */
export function byToken(ctx: Context, token: string | undefined): Proof {
  const signedIn = readCustomerToken(ctx, token);
  return (client) => signedIn?.clientId === client.id && signedIn.providerId === client.providerId;
}

/** The client with this email, created if new, as is one without an email. The name and phone of a known one change only with proof. */
export async function keepClient(
  tx: Tx,
  providerId: string,
  input: ClientInput,
  proof: Proof,
  now: string,
): Promise<Client> {
  const known = input.email === null ? null : await findClientByEmail(tx, providerId, input.email);
  return known ? await refreshClient(tx, known, input, proof, now) : await createClient(tx, providerId, input, now);
}

/** A known client's record after a request that gave these details. A phone that was not given stays. */
export async function refreshClient(
  tx: Tx,
  client: Client,
  input: { name: string; phone: string | null; origin: string | null },
  proof: Proof,
  now: string,
): Promise<Client> {
  const seen = await noteSite(tx, client, input.origin);
  if (!proof(client)) return seen;
  return await renameClient(
    tx,
    seen,
    { name: input.name, email: client.email, phone: input.phone ?? client.phone },
    now,
  );
}

/** A client's own details change, and those of the bookings made under the old ones. No other client may have the email. */
export async function renameClient(
  tx: Tx,
  client: Client,
  next: ClientChange,
  now: string,
): Promise<Client> {
  const { name, email, phone, note = client.note } = next;
  if (name === client.name && email === client.email && phone === client.phone && note === client.note) return client;
  await updateClient(tx, client, next, now);
  await followDetails(tx, client.id, client, next);
  return { ...client, name, email, phone, note };
}
