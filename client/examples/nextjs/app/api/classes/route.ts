/** `GET /api/classes?from=…&to=…`: the schedule, for a page of the site. */
import { alera, HANDLE, refusal, visitorOf } from "../../../lib/alera.ts";

export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const [from, to] = [searchParams.get("from") ?? "", searchParams.get("to") ?? ""];
  try {
    const query = { handle: HANDLE, from, to };
    return Response.json(await alera.get("/api/classes", { query, clientIp: visitorOf(request) }));
  } catch (error) {
    return refusal(error);
  }
}
