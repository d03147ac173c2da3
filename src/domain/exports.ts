/** Which columns of which tables belong to a studio's export. Hashes, tokens and sealed texts don't. */
import { type Reader, readOne } from "../db/database.ts";

/** Rows of a page: reading one keeps everybody else waiting for some two milliseconds at most. */
const PAGE = 250;

/** Table → its columns, in the order of an export; `name=column` where a line says something else under that name. */
const TABLES: Record<string, string> = {
  providers:
    "id handle display_name email timezone currency bio avatar_key cancel_window_hours gift_card_valid_days address reminder_hours waitlist_mode waitlist_offer_minutes waitlist_cutoff_hours waitlist_uses_packs stripe_account_id created_at updated_at",
  api_keys: "id label prefix allowed_origins created_at revoked_at",
  instructors: "id name created_at",
  services: "id name duration_min price_cents capacity cancel_window_hours tips_enabled created_at updated_at",
  class_sessions:
    "id service_id series_id instructor_id name_snapshot scheduled_at duration_min price_cents capacity public_note status enrolled_count created_at updated_at",
  blackouts: "id label starts_at ends_at all_day kind created_at",
  clients: "id name email phone note created_at updated_at erased_at",
  package_types: "id name sessions_total price_cents valid_days active created_at updated_at",
  client_packages:
    "id client_id package_type_id checkout_id name_snapshot sessions_total sessions_remaining expires_at created_at",
  enrollments:
    "id class_id client_id status name phone price_cents paid_with client_package_id checkout_id booked_at confirmed_at moved_at checked_in_at cancelled_at cancelled_by cancel_reason late_cancel refund_choice updated_at",
  offline_payments: "id enrollment_id amount_cents method created_at",
  credit_entries: "id client_package_id enrollment_id delta created_at",
  waitlist_entries:
    "id class_id client_id name phone place status enrollment_id joined_at promoted_at left_by ended_at",
  appointments:
    "id service_id client_id scheduled_at status tip_amount_cents tip_charge_id tip_captured_at created_at updated_at",
  checkouts:
    "id kind subject_id account_id amount_cents currency state session_id payment_intent_id fulfillment_kind fulfillment_id expires_at created_at paid_at disputed_at disputed_reason",
  unknown_checkouts: "id account_id kind amount_cents currency state reason noted_at",
  refunds:
    "id checkout_id enrollment_id due_cents amount_cents currency reason state stripe_refund_id created_at updated_at",
  dashboard_refunds: "id checkout_id amount_cents noted_at",
  manual_refunds: "id refund_id checkout_id amount_cents created_at",
  gift_cards:
    "id checkout_id code_last4 initial_cents balance_cents currency purchaser_name purchaser_email recipient_name recipient_email message expires_at created_at",
  gift_card_entries: "id gift_card_id appointment_id enrollment_id purpose debit_cents created_at",
  messages: "dedupe_key client_id channel kind recipient state created_at sent_at",
  archived_messages: "dedupe_key",
  events: "id client_id event_type=type data created_at",
  webhook_endpoints: "id url types description status disabled_reason created_at updated_at",
  webhook_deliveries: "id endpoint_id event_id state attempts last_status last_error next_attempt_at created_at",
};

/** The index a table is walked along: the studio's rows by this time, and rows of one time by this. */
const TIMES: Record<string, [time: string, key?: string]> = {
  class_sessions: ["scheduled_at"],
  blackouts: ["starts_at"],
  appointments: ["scheduled_at"],
  unknown_checkouts: ["noted_at"],
  dashboard_refunds: ["noted_at"],
  manual_refunds: ["created_at", "rowid"],
  messages: ["created_at", "rowid"],
  archived_messages: ["dedupe_key", "dedupe_key"],
  events: ["type", "seq"],
};

/** Tables that have no such index, as it would cost every booking's write: they are walked along their parents. */
const PARENTS: Record<string, [table: string, column: string]> = {
  enrollments: ["clients", "client_id"],
  waitlist_entries: ["clients", "client_id"],
  credit_entries: ["client_packages", "client_package_id"],
  gift_card_entries: ["gift_cards", "gift_card_id"],
  webhook_deliveries: ["webhook_endpoints", "endpoint_id"],
};

/** Where the next page of a table begins. */
export interface ExportCursor {
  /** Time and key of the last row; of a child table, of the last of its parents that were read. */
  at: string;
  key: string | number;
  /** Parents whose rows are still to come, and after which of the first one's. */
  parents: string[];
  row: number;
}

export interface ExportPage {
  /** One JSON object a line, each ended; may be empty. */
  lines: string;
  /** Null: there is no more. */
  next: ExportCursor | null;
}

const BEGINNING: ExportCursor = { at: "", key: "", parents: [], row: 0 };

/** Names of the tables, in the order of an export. */
export function exportTables(): string[] {
  return Object.keys(TABLES);
}

/** One page of a table's lines, `PAGE` rows at most. */
export async function exportPage(
  from: Reader,
  table: string,
  providerId: string,
  after: ExportCursor = BEGINNING,
): Promise<ExportPage> {
  if (table === "providers") return { lines: await exportStudio(from, providerId), next: null };
  return table in PARENTS
    ? await exportChildren(from, table, providerId, after)
    : await exportByTime(from, table, providerId, after);
}

const lineOf = (table: string) => {
  const fields = TABLES[table].split(" ").map((one) => {
    const [name, column = name] = one.split("=");
    return `'${name}', ${column}`;
  });
  return `json_object('type', '${table}', ${fields.join(", ")})`;
};

async function exportStudio(from: Reader, providerId: string): Promise<string> {
  const row = await readOne(from, `SELECT ${lineOf("providers")} AS line FROM providers WHERE id = ?`, [providerId]);
  return row ? `${row.line}\n` : "";
}

async function exportByTime(from: Reader, table: string, providerId: string, after: ExportCursor): Promise<ExportPage> {
  const [time, key = "id"] = TIMES[table] ?? ["created_at"];
  const rows = await from.read<{ line: string; at: string; key: string | number }>(
    `SELECT ${lineOf(table)} AS line, ${time} AS at, ${key} AS key FROM ${table}
     WHERE provider_id = ? AND (${time}, ${key}) > (?, ?) ORDER BY ${time}, ${key} LIMIT ${PAGE}`,
    [providerId, after.at, after.key],
  );
  const last = rows.at(-1);
  const next = last && rows.length === PAGE ? { ...BEGINNING, at: last.at, key: last.key } : null;
  return { lines: rows.map((row) => `${row.line}\n`).join(""), next };
}

async function exportChildren(
  from: Reader,
  table: string,
  providerId: string,
  after: ExportCursor,
): Promise<ExportPage> {
  const [parent, column] = PARENTS[table];
  let { at, key, row } = after;
  const parents = [...after.parents];
  if (parents.length === 0) {
    const more = await from.read<{ id: string; at: string }>(
      `SELECT id, created_at AS at FROM ${parent} WHERE provider_id = ? AND (created_at, id) > (?, ?)
       ORDER BY created_at, id LIMIT 50`,
      [providerId, at, key],
    );
    const last = more.at(-1);
    if (!last) return { lines: "", next: null };
    [at, key] = [last.at, last.id];
    parents.push(...more.map((one) => one.id));
  }
  let lines = "";
  for (let left = PAGE; parents.length > 0 && left > 0;) {
    const rows = await from.read<{ line: string; row: number }>(
      `SELECT ${lineOf(table)} AS line, rowid AS row FROM ${table}
       WHERE ${column} = ? AND provider_id = ? AND rowid > ? ORDER BY rowid LIMIT ?`,
      [parents[0], providerId, row, left],
    );
    for (const { line } of rows) lines += `${line}\n`;
    if (rows.length < left) parents.shift();
    row = rows.length < left ? 0 : rows.at(-1)!.row;
    left -= rows.length;
  }
  return { lines, next: { at, key, parents, row } };
}
