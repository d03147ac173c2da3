import type { Credentials } from "./example_request.ts";
import type { Guide } from "./guides.ts";
import type { Group } from "./read_document.ts";

/** What the pages are rendered from. */
export interface PageInput {
  guides: Guide[];
  groups: Group[];
  version: string;
  serverUrl: string;
  credentials: Credentials;
  /** For the placeholders of the examples. */
  values: Record<string, string>;
  /** Whether requests can be sent from the page. */
  trying: boolean;
}
