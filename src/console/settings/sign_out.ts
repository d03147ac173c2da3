/** Signing out of this device. */
import { signOutDevice } from "../../workflows/account/devices.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { sessionCookie } from "../ui/session_cookie.ts";

/** POST: ends the session and deletes its cookie. */
export async function signOut({ ctx, session }: PageContext): Promise<Response> {
  await signOutDevice(ctx, session.providerId, session.id);
  const answer = redirect("/console/signin");
  answer.headers.set("set-cookie", sessionCookie(null));
  return answer;
}
