/** What the buttons of a class's page do. */
import { DomainError } from "../../domain/errors.ts";
import { STATUS } from "../../http/errors.ts";
import { typeset } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { showClass } from "./class.tsx";

/** Does it; a refusal is shown on the page of the class. */
export async function actOnClass(
  call: PageContext,
  classId: string,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    return await showClass(call, classId, { problem: describeProblem(error), status: STATUS[error.code] });
  }
}

/** The API's messages speak to customers; the owner can do more about these. */
function describeProblem({ code, message }: DomainError): string {
  switch (code) {
    case "downstream":
      return "Stripe did not make the payment page. Nobody was promoted and nothing was charged. Try again in a minute.";
    case "not_onboarded":
      return "You can’t take payments yet. Connect Stripe under Payments first.";
    default:
      return typeset(message);
  }
}
