/** Which page answers which address. */
import { safeDecode } from "../api/router.ts";
import type { World } from "../world.ts";
import { accountAction, accountPage } from "./account.ts";
import { checkoutAction, checkoutPage } from "./checkout.ts";
import { seeOther } from "./elements.ts";
import { messagePage } from "./message.ts";
import { onboardingAction, onboardingPage } from "./onboarding.ts";
import { overviewPage } from "./overview.ts";

/** Answers a person's request. @param webhookUrl where events go, undefined while nowhere */
export async function servePage(
  world: World,
  webhookUrl: string | undefined,
  request: Request,
  url: URL,
): Promise<Response> {
  const post = request.method === "POST";
  await request.body?.cancel();
  if (!post && request.method !== "GET") return messagePage(405, "Method not allowed", "Use GET or POST.");
  try {
    const [, first, second, third, fourth] = url.pathname.split("/").map(safeDecode);
    if (url.pathname === "/" && !post) return overviewPage(world, webhookUrl);
    if (first === "c" && second === "pay" && third) {
      const at = url.searchParams.get("at");
      if (post) return checkoutAction(world, third, fourth, at === null ? undefined : Number(at));
      return checkoutPage(world, third, url.searchParams.has("declined"));
    }
    if (first === "setup" && second) {
      return post ? onboardingAction(world, second, third) : onboardingPage(world, second);
    }
    if (first === "accounts" && second) {
      return post ? accountAction(world, second, third) : accountPage(world, second);
    }
    if (first === "events" && second && third === "resend" && post) {
      world.webhooks.resend(second);
      return seeOther("/");
    }
  } catch (error) {
    // A button pressed too late, or a record that is gone: the person can go on.
    return messagePage(409, "That cannot be done", error instanceof Error ? error.message : String(error));
  }
  return messagePage(404, "Not found", "There is no such page here.");
}
