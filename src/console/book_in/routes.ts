/** Somebody is booked in from a class. */
import type { PageRoutes } from "../ui/page_context.ts";
import { bookInPage } from "./book_in.tsx";
import { bookInPath } from "./book_in_path.ts";
import { submitBookIn, undoBookIn } from "./submit.ts";

/** Declares the page, and what its forms do. */
export function bookInPages({ get, post }: PageRoutes): void {
  get(bookInPath(":id"), bookInPage);
  post(bookInPath(":id"), submitBookIn, bookInPage);
  post(`${bookInPath(":id")}/undo`, undoBookIn, bookInPage);
}
