/** The guide before the reference. Its commands and tables are made from the same operations. */
import type { PageInput } from "../page_input.ts";
import { Authentication } from "./authentication.tsx";
import { Conventions } from "./conventions.tsx";
import { Errors } from "./errors.tsx";
import { Introduction } from "./introduction.tsx";
import { Quickstart } from "./quickstart.tsx";
import { RateLimits } from "./rate_limits.tsx";
import { Retries } from "./retries.tsx";
import { Webhooks } from "./webhooks.tsx";

export const GUIDE_SECTIONS = [
  { id: "quickstart", title: "Quickstart" },
  { id: "authentication", title: "Authentication" },
  { id: "conventions", title: "Conventions" },
  { id: "errors", title: "Errors" },
  { id: "retries", title: "Retries and idempotency" },
  { id: "rate-limits", title: "Rate limits" },
  { id: "webhooks", title: "Payments and webhooks" },
];

export function Guide(input: PageInput) {
  return (
    <>
      <Introduction trying={input.trying} />
      <Quickstart {...input} />
      <Authentication />
      <Conventions />
      <Errors />
      <Retries />
      <RateLimits operations={input.groups.flatMap((group) => group.operations)} />
      <Webhooks serverUrl={input.serverUrl} />
    </>
  );
}
