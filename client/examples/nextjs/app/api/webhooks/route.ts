/** `POST /api/webhooks`: the address of a webhook endpoint. */
import { verifyWebhook, WebhookVerificationError } from "@alera/client";
import { ALERA_WEBHOOK_SECRET } from "../../../lib/alera.ts";

export async function POST(request: Request): Promise<Response> {
  try {
    const event = await verifyWebhook(await request.text(), request.headers, ALERA_WEBHOOK_SECRET);
    console.log(event.type, event.id);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return Response.json({ message: error.message }, { status: 400 });
  }
}
