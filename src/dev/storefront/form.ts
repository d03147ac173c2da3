import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What was typed, and what is wrong with it. */
export interface Form {
  values: Record<string, string>;
  /** By the name of the field. */
  errors: Record<string, string>;
  /** What is wrong with none of them alone. */
  notice?: string;
  /** Of the page that shows it again. */
  status?: ContentfulStatusCode;
}

/** A form that nobody has filled in yet. */
export const blankForm = (): Form => ({ values: {}, errors: {} });
