/** Checkouts: a paid one has exactly one fulfillment, and none is forgotten. */
import { ask, firstWrong } from "./question.ts";

/** The fulfillment of a kind, looked up in its table as `f`; it must name its checkout in `back`. */
function fulfillmentOf(kind: string, table: string, back: string, more: [condition: string, text: string][]): string {
  return ask(
    "checkout %s: its %s %s %s",
    ["id", "fulfillment_kind", "fulfillment_id", "wrong"],
    `FROM (
    SELECT k.id, k.fulfillment_kind, k.fulfillment_id, ${
      firstWrong([
        ["f.id IS NULL", "'does not exist'"],
        ["f.provider_id <> k.provider_id", "'belongs to another provider'"],
        [
          `f.${back} IS NOT k.id`,
          `printf('belongs to checkout %s', coalesce(f.${back}, 'none'))`,
        ],
        ...more,
      ])
    } FROM checkouts k LEFT JOIN ${table} f ON f.id = k.fulfillment_id WHERE k.fulfillment_kind = '${kind}') WHERE wrong IS NOT NULL`,
  );
}

/** What a checkout is about, looked up in its table as `s`. */
function subjectOf(kind: string, table: string): string {
  return ask(
    `checkout %s: it is about ${table} %s, which %s`,
    ["k.id", "k.subject_id", "iif(s.id IS NULL, 'does not exist', 'belongs to another provider')"],
    `FROM checkouts k LEFT JOIN ${table} s ON s.id = k.subject_id
     WHERE k.kind = '${kind}' AND s.provider_id IS NOT k.provider_id AND k.subject_id IS NOT k.fulfillment_id`,
  );
}

/** What can only come from a paid checkout, but does not: `found` and `its` name the record and its column. */
function unpaidFulfillment(record: string, table: string, its: string, kind: string, where = "1"): string {
  return ask(
    `${record} %s: its checkout %s is %s and gave %s, expected paid and this ${kind}`,
    ["f.id", `f.${its}`, "k.state", "k.fulfillment_kind"],
    `FROM ${table} f LEFT JOIN checkouts k ON k.id = f.${its}
     WHERE ${where} AND (k.state IS NOT 'paid' OR k.fulfillment_kind <> '${kind}' OR k.fulfillment_id <> f.id)`,
  );
}

const cents = (found: string, expected: string) =>
  `printf('is of %s cents, expected %s', coalesce(${found}, 0), ${expected})`;

export const CHECKOUTS = [
  ask(
    "checkout %s: paid, but it had no fulfillment",
    ["id"],
    "FROM checkouts WHERE state = 'paid' AND (fulfillment_kind IS NULL OR fulfillment_id IS NULL)",
  ),
  ask(
    "checkout %s: %s, but it had a fulfillment (%s %s)",
    ["id", "state", "fulfillment_kind", "fulfillment_id"],
    "FROM checkouts WHERE state <> 'paid' AND (fulfillment_kind IS NOT NULL OR fulfillment_id IS NOT NULL)",
  ),
  ask(
    "checkout %s: a %s was paid, but the fulfillment is a %s",
    ["id", "kind", "fulfillment_kind"],
    `FROM checkouts WHERE fulfillment_kind IS NOT NULL AND (kind, fulfillment_kind) NOT IN (VALUES ('class', 'seat'), ('class', 'refund'),
       ('package', 'package'), ('package', 'refund'), ('gift_card', 'gift_card'), ('gift_card', 'refund'), ('tip', 'tip'), ('tip', 'refund'))`,
  ),
  fulfillmentOf("seat", "enrollments", "checkout_id", [
    ["f.paid_with IS NOT 'card'", "printf('is paid with %s, expected card', coalesce(f.paid_with, 'nothing'))"],
    ["f.status IN ('PendingPayment', 'Expired')", "printf('is %s, though it was paid', f.status)"],
  ]),
  fulfillmentOf("package", "client_packages", "checkout_id", []),
  fulfillmentOf("gift_card", "gift_cards", "checkout_id", [
    ["f.initial_cents <> k.amount_cents", cents("f.initial_cents", "k.amount_cents")],
  ]),
  fulfillmentOf("tip", "appointments", "tip_checkout_id", [
    ["f.tip_amount_cents IS NOT k.amount_cents", cents("f.tip_amount_cents", "k.amount_cents")],
  ]),
  fulfillmentOf("refund", "refunds", "checkout_id", [
    ["f.due_cents <> k.amount_cents", cents("f.due_cents", "k.amount_cents")],
    [
      "f.reason NOT IN ('seat_gone', 'duplicate_tip', 'buyer_gone')",
      "printf('was made for another reason (%s)', f.reason)",
    ],
    ["f.state = 'refused'", "'is no longer tried, though it is due'"],
  ]),
  unpaidFulfillment("enrollment", "enrollments", "checkout_id", "seat", "f.paid_with = 'card'"),
  unpaidFulfillment("pack", "client_packages", "checkout_id", "package"),
  unpaidFulfillment("gift card", "gift_cards", "checkout_id", "gift_card", "f.checkout_id IS NOT NULL"),
  unpaidFulfillment("appointment", "appointments", "tip_checkout_id", "tip", "f.tip_checkout_id IS NOT NULL"),
  ask(
    "refund %s: made because checkout %s could have no other fulfillment, but that gave %s %s",
    ["r.id", "k.id", "k.fulfillment_kind", "k.fulfillment_id"],
    `FROM refunds r JOIN checkouts k ON k.id = r.checkout_id
     WHERE r.reason IN ('seat_gone', 'duplicate_tip', 'buyer_gone') AND k.fulfillment_id IS NOT r.id AND k.fulfillment_kind IS NOT 'refund'`,
  ),
  subjectOf("class", "enrollments"),
  subjectOf("package", "package_types"),
  subjectOf("tip", "appointments"),
  ask(
    "checkout %s: %s, but nothing will ask Stripe about it any more (no next_check_at)",
    ["id", "state"],
    "FROM checkouts WHERE state IN ('creating', 'open', 'processing') AND next_check_at IS NULL",
  ),
  ask(
    "checkout %s: %s, but its session at Stripe is not known",
    ["id", "state"],
    "FROM checkouts WHERE state IN ('open', 'processing') AND session_id IS NULL",
  ),
];
