/** Clients, listed and searched. */
import type { Reader } from "../db/database.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

const ORDERS = {
  oldest: { order: "created_at" },
  newest: { order: "created_at", descending: true },
  name: { order: "name COLLATE NOCASE" },
};
export type ClientOrder = keyof typeof ORDERS;

/** A GLOB pattern for what contains `text` in any case. Case is JavaScript's: SQLite's LIKE and lower() know ASCII letters only. */
function anyCase(text: string): string {
  const letters = Array.from(text, (letter) => {
    const upper = letter.toUpperCase();
    const forms = [letter, letter.toLowerCase(), upper, upper.toLowerCase()];
    const cases = new Set(forms.filter((one) => Array.from(one).length === 1).sort());
    return cases.size > 1 ? `[${[...cases].join("")}]` : letter.replace(/[*?[]/, "[$&]");
  });
  return `*${letters.join("")}*`;
}

/** An SQL condition: name, email or phone contains `q`, in any case; also the name or phone of a booking made with this email. */
function contains(q: string): { sql: string; args: string[] } {
  // Mostly one pattern; but ß is SS in capitals, and the small form of Σ depends on its place.
  const names = [...new Set([q, q.toLowerCase(), q.toUpperCase()].map(anyCase))];
  const email = `%${q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  // An email may hold digits too: only what looks like a phone is searched as one.
  const digits = /^[\d\s()+./-]+$/.test(q) ? q.replace(/\D/g, "") : "";
  const phones = digits ? [`%${digits}%`] : [];
  const named = [...names.map(() => "name GLOB ?"), ...phones.map(() => "phone LIKE ?")].join(" OR ");
  return {
    sql: ` AND (email LIKE ? ESCAPE '\\' OR ${named} OR EXISTS (
      SELECT 1 FROM enrollments e WHERE e.client_id = clients.id AND (${named.replaceAll(/name|phone/g, "e.$&")})))`,
    args: [email, ...names, ...phones, ...names, ...phones],
  };
}

/** @param q what name, email or phone contains */
export function listClients(
  from: Reader,
  providerId: string,
  q: string | undefined,
  page: PageRequest,
  order: ClientOrder = "oldest",
): Promise<Page> {
  const matching = q ? contains(q) : { sql: "", args: [] };
  return listPage(from, {
    columns:
      "json_object('id', id, 'name', name, 'email', email, 'phone', phone, 'note', note, 'createdAt', created_at)",
    from: "clients",
    where: `provider_id = ? AND erased_at IS NULL${matching.sql}`,
    args: [providerId, ...matching.args],
    ...ORDERS[order],
    page,
  });
}
