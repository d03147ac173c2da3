/** Who calls a route of the public API. */

/** Who calls a tenant-key route. */
export interface Tenant {
  /** The key's. */
  providerId: string;
  /** Where links for its customers lead: the site it named as Origin, or a page of that site, which ends in `#`. */
  origin: string;
}
