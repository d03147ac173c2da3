/** The owner adds a client. */
import { type Client, createClient, findClientByEmail } from "../../domain/clients.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

export interface NewClient {
  name: string;
  /** Lower case. Without one nothing is mailed to them, and they can't sign in. */
  email?: string;
  /** Digits only. */
  phone?: string;
  note?: string;
}

/** @throws DomainError client_exists */
export async function addClient(ctx: Context, providerId: string, input: NewClient): Promise<Client> {
  return await once(ctx, providerId, async (tx) => {
    const { name, email = null, phone = null, note = null } = input;
    const known = email === null ? null : await findClientByEmail(tx, providerId, email);
    if (known) throw clientExists(known);
    return await createClient(tx, providerId, { name, email, phone, note, origin: null }, iso(ctx.clock.now()));
  });
}

/** Another client of this studio has the email. */
export function clientExists({ id }: Pick<Client, "id">): DomainError {
  return new DomainError("client_exists", "Another client of your studio has this email address.", { clientId: id });
}
