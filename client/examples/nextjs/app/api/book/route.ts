/** `POST /api/book`: a form with classId, name, email and phone. Leads to the payment, or to the confirmation. */
import { alera, refusal, SITE, visitorOf } from "../../../lib/alera.ts";

export async function POST(request: Request): Promise<Response> {
  const form = await request.formData();
  const field = (name: string) => String(form.get(name) ?? "");
  try {
    const { checkoutUrl, enrollmentId } = await alera.post("/api/classes/{id}/book", {
      path: { id: field("classId") },
      body: { name: field("name"), email: field("email"), phone: field("phone") },
      clientIp: visitorOf(request),
      // Made with the form, so that a second click books nothing more.
      idempotencyKey: field("once") || undefined,
    });
    return Response.redirect(checkoutUrl ?? `${SITE}/book/confirm?enrollment=${enrollmentId}`, 303);
  } catch (error) {
    return refusal(error);
  }
}
