/** Which columns of which tables belong to a studio's export. Hashes, tokens and sealed texts don't. */
import { type Reader, readOne } from "../db/database.ts";

const PAGE = 500;

/** Table → its columns, in the order of an export. */
const TABLES: Record<string, string> = {
  providers:
    "id handle display_name email timezone currency bio avatar_key cancel_window_hours gift_card_valid_days address reminder_hours stripe_account_id created_at updated_at",
  api_keys: "id label prefix allowed_origins created_at revoked_at",
  instructors: "id name created_at",
  services: "id name duration_min price_cents capacity cancel_window_hours tips_enabled created_at updated_at",
  class_sessions:
    "id service_id instructor_id name_snapshot scheduled_at duration_min price_cents capacity public_note status enrolled_count created_at updated_at",
  blackouts: "id label starts_at ends_at all_day kind created_at",
  clients: "id name email phone note created_at updated_at erased_at",
  package_types: "id name sessions_total price_cents valid_days active created_at updated_at",
  client_packages:
    "id client_id package_type_id checkout_id name_snapshot sessions_total sessions_remaining expires_at created_at",
  enrollments:
    "id class_id client_id status name phone price_cents paid_with client_package_id checkout_id booked_at confirmed_at checked_in_at cancelled_at cancelled_by cancel_reason late_cancel refund_choice updated_at",
  credit_entries: "id client_package_id enrollment_id delta created_at",
  waitlist_entries: "id class_id client_id name phone place status enrollment_id joined_at promoted_at",
  appointments:
    "id service_id client_id scheduled_at status tip_amount_cents tip_charge_id tip_captured_at created_at updated_at",
  checkouts:
    "id kind subject_id account_id amount_cents currency state session_id payment_intent_id fulfillment_kind fulfillment_id expires_at created_at paid_at disputed_at disputed_reason",
  refunds:
    "id checkout_id enrollment_id due_cents amount_cents currency reason state stripe_refund_id created_at updated_at",
  dashboard_refunds: "id checkout_id amount_cents noted_at",
  manual_refunds: "id refund_id checkout_id amount_cents created_at",
  gift_cards:
    "id checkout_id code_last4 initial_cents balance_cents currency purchaser_name purchaser_email recipient_name recipient_email message expires_at created_at",
  gift_card_entries: "id gift_card_id appointment_id debit_cents created_at",
  messages: "dedupe_key client_id channel kind recipient state created_at sent_at",
  archived_messages: "dedupe_key",
};

/** Names of the tables, in the order of an export. */
export function exportTables(): string[] {
  return Object.keys(TABLES);
}

/** One page of lines after an id. `last` is null when there is no more. */
export async function exportPage(
  from: Reader,
  table: string,
  providerId: string,
  after: string,
): Promise<{ lines: string; last: string | null }> {
  const fields = TABLES[table].split(" ").map((column) => `'${column}', ${column}`).join(", ");
  const key = table.endsWith("messages") ? "dedupe_key" : "id";
  const owner = table === "providers" ? "id" : "provider_id";
  const row = await readOne(
    from,
    `SELECT group_concat(line, char(10)) AS lines, max(key) AS last, count(*) AS n FROM (
       SELECT json_object('type', '${table}', ${fields}) AS line, ${key} AS key FROM ${table} WHERE ${owner} = ? AND ${key} > ? ORDER BY ${key} LIMIT ${PAGE})`,
    [providerId, after],
  );
  return { lines: row!.lines ? `${row!.lines}\n` : "", last: row!.n === PAGE ? row!.last : null };
}
