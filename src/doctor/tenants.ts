/** No record of a studio leads to one of another. */
import { ask } from "./question.ts";

const REFERENCES: [table: string, column: string, to: string][] = [
  ["class_sessions", "service_id", "services"],
  ["class_sessions", "instructor_id", "instructors"],
  ["appointments", "service_id", "services"],
  ["appointments", "client_id", "clients"],
  ["client_packages", "client_id", "clients"],
  ["client_packages", "package_type_id", "package_types"],
  ["enrollments", "class_id", "class_sessions"],
  ["enrollments", "client_id", "clients"],
  ["enrollments", "client_package_id", "client_packages"],
  ["enrollments", "checkout_id", "checkouts"],
  ["credit_entries", "client_package_id", "client_packages"],
  ["credit_entries", "enrollment_id", "enrollments"],
  ["waitlist_entries", "class_id", "class_sessions"],
  ["waitlist_entries", "client_id", "clients"],
  ["waitlist_entries", "enrollment_id", "enrollments"],
  ["refunds", "checkout_id", "checkouts"],
  ["refunds", "enrollment_id", "enrollments"],
  ["dashboard_refunds", "checkout_id", "checkouts"],
  ["manual_refunds", "checkout_id", "checkouts"],
  ["manual_refunds", "refund_id", "refunds"],
  ["gift_card_entries", "gift_card_id", "gift_cards"],
  ["messages", "client_id", "clients"],
];

/** Checkouts and their fulfillments are asked about in checkouts.ts. */
export const CROSS_TENANT_REFERENCES = [
  ...REFERENCES.map(([table, column, to]) =>
    ask(
      `${table} %s: of provider %s, but its ${column} %s is of provider %s`,
      ["a.id", "a.provider_id", "b.id", "b.provider_id"],
      `FROM ${table} a JOIN ${to} b ON b.id = a.${column} WHERE a.provider_id <> b.provider_id`,
    )
  ),
  ask(
    "enrollment %s: of client %s, but its pack %s is of client %s",
    ["e.id", "e.client_id", "p.id", "p.client_id"],
    "FROM enrollments e JOIN client_packages p ON p.id = e.client_package_id WHERE e.client_id <> p.client_id",
  ),
  ask(
    "waitlist entry %s: its enrollment %s is of another class or client",
    ["w.id", "e.id"],
    `FROM waitlist_entries w JOIN enrollments e ON e.id = w.enrollment_id WHERE w.class_id <> e.class_id OR w.client_id <> e.client_id`,
  ),
];
