/** A message that could not be delivered. */
import { notFound } from "../../domain/errors.ts";
import type { DeadLetter } from "../../domain/dead_letters.ts";
import { iso } from "../../domain/time.ts";
import { sendAgain } from "../../workflows/notifications/send_again.ts";
import { ButtonForm } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Row } from "../ui/row.tsx";
import { Tag } from "../ui/tag.tsx";
import { mailName } from "./occasions.ts";

const MESSAGES = "/console/settings/messages";

/** POST: sends one again. */
export async function resend({ ctx, provider, form }: PageContext): Promise<Response> {
  const id = form.whole("message");
  if (id === undefined || !Number.isSafeInteger(id)) throw notFound("Message");
  await sendAgain(ctx, provider.id, id);
  return redirect(`${MESSAGES}#undelivered`, "queued");
}

export function UndeliveredRow({ call, of }: { call: PageContext; of: DeadLetter }) {
  const name = mailName(of.kind);
  const tooLate = of.goodUntil !== null && of.goodUntil <= iso(call.nowMs);
  return (
    <Row
      name={name}
      tags={[of.channel === "text" && <Tag>Text</Tag>]}
      lines={[
        <>
          To <Recipient call={call} of={of} /> ·{" "}
          <time datetime={of.createdAt}>{call.format.dateTime(of.createdAt)}</time>
        </>,
      ]}
      note={of.lastError ?? "No reason was given."}
    >
      {tooLate
        ? <Tag>Too late to send</Tag>
        : (
          <ButtonForm call={call} action={MESSAGES} name="message" value={String(of.id)}>
            Send again<span class="visually-hidden">: {name}</span>
          </ButtonForm>
        )}
    </Row>
  );
}

function Recipient({ call, of }: { call: PageContext; of: DeadLetter }) {
  if (of.clientName === null) return <>{of.recipient === call.provider.email ? "you" : of.recipient}</>;
  return (
    <>
      <a href={`/console/clients/${of.clientId}`}>{of.clientName}</a>, {of.recipient}
    </>
  );
}
