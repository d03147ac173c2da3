import type { Tenant } from "../../../workflows/tenant.ts";
import type { Catalog } from "../make_catalog.ts";
import type { Till } from "./till.ts";

/** What the past is made for. */
export interface PastStudio {
  tenant: Tenant;
  catalog: Catalog;
  /** As in `PACKAGE_TYPES`. */
  packageTypeIds: string[];
  till: Till;
}
