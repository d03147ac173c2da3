/** Clients: found, shown, noted on, edited, erased. */
import type { PageRoutes } from "../ui/page_context.ts";
import { newFeed } from "./calendar_feed.tsx";
import { clientPage } from "./client.tsx";
import { clientsPage } from "./clients.tsx";
import { clientForm } from "./edit_client.tsx";
import { eraseForm } from "./erase.tsx";
import { mergeForm } from "./merge_client.tsx";
import { newClientForm } from "./new_client.tsx";
import { saveNote } from "./note.tsx";
import { mailSigninLink } from "./signin_link.tsx";

/** Declares the pages of the clients. */
export function clientPages({ get, post, form }: PageRoutes): void {
  get("/console/clients", clientsPage);
  form("/console/clients/new", newClientForm);
  get("/console/clients/:id", clientPage);
  post("/console/clients/:id/note", saveNote, clientPage);
  post("/console/clients/:id/signin-link", mailSigninLink, clientPage);
  form("/console/clients/:id/edit", clientForm);
  form("/console/clients/:id/merge", mergeForm);
  form("/console/clients/:id/calendar-feed", newFeed);
  form("/console/clients/:id/erase", eraseForm);
}
