/** What the studio offers: services, instructors, class packs, and the times it is closed. */
import type { PageRoutes } from "../ui/page_context.ts";
import { closureForm } from "./closure_form.tsx";
import { closuresPage } from "./closures.tsx";
import { deleteClosure } from "./delete_closure.tsx";
import { instructorForm, instructors } from "./instructors.tsx";
import { packForm } from "./pack_form.tsx";
import { packsPage, switchSale } from "./packs.tsx";
import { serviceForm } from "./service_form.tsx";
import { servicesPage } from "./services.tsx";

/** Declares the pages of the catalog. */
export function catalogPages({ get, post, form }: PageRoutes): void {
  get("/console/settings/services", servicesPage);
  form("/console/settings/services/new", serviceForm);
  form("/console/settings/services/:id", serviceForm);
  form("/console/settings/instructors", instructors);
  form("/console/settings/instructors/:id", instructorForm);
  get("/console/settings/packs", packsPage);
  form("/console/settings/packs/new", packForm);
  form("/console/settings/packs/:id", packForm);
  post("/console/settings/packs/:id/sale", switchSale);
  get("/console/settings/closures", closuresPage);
  form("/console/settings/closures/new", closureForm);
  form("/console/settings/closures/:id/delete", deleteClosure);
}
