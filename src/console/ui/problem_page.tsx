/** What went wrong, as a page. */
import { DomainError, isUnavailable } from "../../domain/errors.ts";
import type { Call } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import { STATUS } from "../../http/error_codes.ts";
import { errorResponse, HttpError, RETRY_SOON, UNAVAILABLE } from "../../http/errors.ts";
import { typeset } from "./form_errors.ts";
import { showPage } from "./page.tsx";
import type { PageContext } from "./page_context.ts";
import { PageHead } from "./page_head.tsx";
import { signedOutPage } from "./signed_out_page.tsx";

/** @param call null before the session is known */
export function problemPage(services: HttpServices, c: Call, call: PageContext | null, error: unknown): Response {
  const { status, message } = explain(services, c, error);
  const headers = error instanceof HttpError ? error.headers : status === 503 ? RETRY_SOON : {};
  const missing = status === 404;
  const title = missing ? "There is nothing here" : "That did not work";
  const body = (
    <>
      <PageHead title={title} />
      <div class="stack">
        <p>{missing ? "It was removed, or the address is not complete." : typeset(message)}</p>
        <a class="button" href={backTo(c)}>{missing ? "To the schedule" : "Back"}</a>
      </div>
    </>
  );
  return call
    ? showPage(call, { title, heading: null, narrow: true, status, headers }, body)
    : signedOutPage(title, body, status, headers);
}

function explain(services: HttpServices, c: Call, error: unknown): { status: number; message: string } {
  if (error instanceof DomainError) return { status: STATUS[error.code], message: error.message };
  if (error instanceof HttpError) return { status: error.status, message: error.message };
  if (isUnavailable(error)) return { status: 503, message: UNAVAILABLE };
  return {
    status: errorResponse(error, c.env.requestId, services.ctx.log).status,
    message:
      `Something went wrong on our side. Nothing is known to be lost. Try again; if it happens again, give whoever runs this server this number: ${c.env.requestId}.`,
  };
}

/** The page the form was on, when the browser says so and it is ours. */
function backTo(c: Call): string {
  const from = c.req.header("referer");
  if (c.req.method !== "POST" || !from || !URL.canParse(from)) return "/console";
  const url = new URL(from);
  return url.host === c.req.header("host") && url.pathname.startsWith("/console")
    ? url.pathname + url.search
    : "/console";
}
