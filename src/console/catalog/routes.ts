/** What the studio offers: services, instructors, class packs, and the times it is closed. */
import type { PageRoutes } from "../ui/page_context.ts";
import { newClosurePage, saveClosure } from "./closure_form.tsx";
import { closuresPage } from "./closures.tsx";
import { deleteClosure, deleteClosurePage } from "./delete_closure.tsx";
import { instructorPage, renameInstructor } from "./instructor_form.tsx";
import { addInstructor, instructorsPage } from "./instructors.tsx";
import { packPage, savePack } from "./pack_form.tsx";
import { packsPage, switchSale } from "./packs.tsx";
import { saveService, servicePage } from "./service_form.tsx";
import { servicesPage } from "./services.tsx";

/** Declares the pages of the catalog. */
export function catalogPages({ get, post }: PageRoutes): void {
  get("/console/settings/services", servicesPage);
  get("/console/settings/services/new", servicePage);
  post("/console/settings/services/new", saveService);
  get("/console/settings/services/:id", servicePage);
  post("/console/settings/services/:id", saveService);

  get("/console/settings/instructors", instructorsPage);
  post("/console/settings/instructors", addInstructor);
  get("/console/settings/instructors/:id", instructorPage);
  post("/console/settings/instructors/:id", renameInstructor);

  get("/console/settings/packs", packsPage);
  get("/console/settings/packs/new", packPage);
  post("/console/settings/packs/new", savePack);
  get("/console/settings/packs/:id", packPage);
  post("/console/settings/packs/:id", savePack);
  post("/console/settings/packs/:id/sale", switchSale);

  get("/console/settings/closures", closuresPage);
  get("/console/settings/closures/new", newClosurePage);
  post("/console/settings/closures/new", saveClosure);
  get("/console/settings/closures/:id/delete", deleteClosurePage);
  post("/console/settings/closures/:id/delete", deleteClosure);
}
