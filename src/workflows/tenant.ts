/** Who calls a route of the public API. */

/** Who calls a tenant-key route: the key's provider, and the site it named as Origin. */
export interface Tenant {
  providerId: string;
  origin: string;
}
