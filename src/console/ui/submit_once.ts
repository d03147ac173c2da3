/** One submission of a form does its work once. */
import type { HttpServices } from "../../http/services.ts";
import { HttpError } from "../../http/errors.ts";
import { json } from "../../http/responses.ts";
import type { PageContext } from "./page_context.ts";

/** @throws HttpError 409 when the form was changed and sent again under the same key */
export async function submitOnce<T>(
  call: PageContext,
  services: HttpServices,
  body: string,
  work: () => Promise<T>,
): Promise<T> {
  const key = call.form.raw("once");
  if (!/^[0-9a-z]{20,64}$/.test(key)) {
    throw new HttpError("invalid_request", "This form is not complete. Open the page again.");
  }
  const credential = `console:${call.provider.id}`;
  // A second click joins the first while it runs, and gets its result.
  const text = await call.ctx.inFlight.run(`${credential}:${key}`, async () => {
    const request = { key, credential, method: "POST", path: call.path, body };
    try {
      const answer = await services.idempotency.run(request, async () => json(200, { result: await work() }));
      return await answer.text();
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 409) throw error;
      // Gone back to, changed and sent again: what the first submission did stands.
      throw new HttpError(
        "idempotency_conflict",
        "This form was already sent with other values, and those were saved. Open the page again to make another change.",
      );
    }
  });
  return JSON.parse(text).result;
}
