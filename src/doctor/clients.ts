/** What belongs to one client is not another's. No record leads to another studio's: the references say so themselves, see database.ts. */
import { ask } from "./question.ts";

export const CROSS_CLIENT_REFERENCES = [
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
