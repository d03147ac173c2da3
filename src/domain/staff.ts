/** Who teaches. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface Instructor {
  id: string;
  name: string;
}

export async function createInstructor(tx: Tx, providerId: string, name: string, now: string): Promise<Instructor> {
  const id = newId("ins");
  await runOne(tx, "INSERT INTO instructors (id, provider_id, name, created_at) VALUES (?, ?, ?, ?)", [
    id,
    providerId,
    name,
    now,
  ]);
  return { id, name };
}

export function findInstructor(from: Reader, providerId: string, id: string): Promise<Instructor | null> {
  return readOne(from, "SELECT id, name FROM instructors WHERE provider_id = ? AND id = ?", [providerId, id]);
}

/** The new name shows wherever the instructor does, in classes already made too. @throws DomainError not_found */
export async function renameInstructor(tx: Tx, providerId: string, id: string, name: string): Promise<void> {
  if (!await tx.run("UPDATE instructors SET name = ? WHERE provider_id = ? AND id = ?", [name, providerId, id])) {
    throw notFound("Instructor");
  }
}

export function listInstructors(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: "json_object('id', id, 'name', name)",
    from: "instructors",
    where: "provider_id = ?",
    args: [providerId],
    order: "created_at",
    page,
  });
}
