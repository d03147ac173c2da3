/** A mail as it would look today: the studio's own brand, zone, currency and first service, and people who don't exist. */
import type { Provider } from "../../domain/providers.ts";
import { listServices, type Service } from "../../domain/services.ts";
import { listInstructors } from "../../domain/staff.ts";
import { brandOf } from "../../mail/brand.ts";
import { type MailKind, MAILS } from "../../mail/mails.ts";
import { renderMail } from "../../mail/render.ts";
import { sampleFacts } from "../../mail/sample_facts.ts";
import type { RenderedMail } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import { siteFor } from "./customer_links.ts";

/** A mail of this kind, rendered as a real one would be. */
export async function previewMail(ctx: Context, provider: Provider, kind: MailKind): Promise<RenderedMail> {
  const { publicUrl, holdMinutes } = ctx.settings;
  const services: Service[] = JSON.parse((await listServices(ctx.db, provider.id, { limit: 50 })).itemsJson);
  const instructors: { name: string }[] = JSON.parse(
    (await listInstructors(ctx.db, provider.id, { limit: 1 })).itemsJson,
  );
  const facts = sampleFacts(provider, {
    service: services.find((one) => one.priceCents > 0) ?? services[0] ?? null,
    instructor: instructors[0]?.name ?? null,
    siteUrl: await siteFor(ctx, ctx.db, provider.id, null),
    publicUrl,
    holdMinutes,
    nowMs: ctx.clock.now(),
  });
  return renderMail(kind, MAILS[kind].sample(facts), brandOf(provider, publicUrl), ctx.calendar);
}
