/** Clients: found, shown, noted on, edited, erased. */
import type { PageRoutes } from "../ui/page_context.ts";
import { calendarFeedPage, replaceFeed } from "./calendar_feed.tsx";
import { clientPage } from "./client.tsx";
import { clientsPage } from "./clients.tsx";
import { editClient, editClientPage } from "./edit_client.tsx";
import { erase, erasePage } from "./erase.tsx";
import { saveNote } from "./save_note.ts";
import { mailSigninLink } from "./signin_link.tsx";

/** Declares the pages of the clients. */
export function clientPages({ get, post }: PageRoutes): void {
  get("/console/clients", clientsPage);
  get("/console/clients/:id", clientPage);
  post("/console/clients/:id/note", saveNote);
  post("/console/clients/:id/signin-link", mailSigninLink);
  get("/console/clients/:id/edit", editClientPage);
  post("/console/clients/:id/edit", editClient);
  get("/console/clients/:id/calendar-feed", calendarFeedPage);
  post("/console/clients/:id/calendar-feed", replaceFeed);
  get("/console/clients/:id/erase", erasePage);
  post("/console/clients/:id/erase", erase);
}
