/** The list of mails, and those that could not be delivered. */
import { listDeadLetters } from "../../domain/dead_letters.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { SettingItem } from "../ui/setting_item.tsx";
import { settingsPage } from "../ui/settings_page.tsx";
import { describeOccasion, GROUPS, mailName } from "./occasions.ts";
import { UndeliveredRow } from "./undelivered.tsx";

const MESSAGES = "/console/settings/messages";
const MOST_UNDELIVERED = 100;

/** GET: the list. */
export async function messagesPage(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const undelivered = await listDeadLetters(ctx.db, provider.id, MOST_UNDELIVERED);
  return settingsPage(
    call,
    "messages",
    {
      intro:
        `The mails Alera sends in your studio’s name. Open one to see it as it would look today. Clients’ answers go to ${provider.email}.`,
      flash: { queued: "It is queued again. If it can’t be delivered, it comes back here." },
    },
    GROUPS.map(({ title, kinds }, index) => (
      <Section id={`group-${index}`} title={title} headClass="list-head" class={index ? "section" : ""}>
        <ul class="setting-list" role="list">
          {kinds.map((kind) => (
            <SettingItem href={`${MESSAGES}/${kind}`} name={mailName(kind)} summary={describeOccasion(kind)} />
          ))}
        </ul>
      </Section>
    )),
    <Section id="undelivered" title="Could not be delivered" headClass="list-head">
      {undelivered.length
        ? <Rows>{undelivered.map((one) => <UndeliveredRow call={call} of={one} />)}</Rows>
        : <p class="muted">None: a mail server has accepted every mail, or it is still being tried.</p>}
    </Section>,
  );
}
