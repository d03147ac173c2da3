import { createWebhookSender } from "../adapters/webhooks.ts";
import { listEventsAfter, newestSequence, type RecordedEvent } from "../domain/events.ts";
import { findProviderByHandle } from "../domain/providers.ts";
import { newWebhookSecret, signWebhook, webhookBody } from "../domain/webhook_signature.ts";
import { type Command, UsageError } from "./command.ts";

/** How often it looks, ms. */
const EVERY = 250;
const AT_ONCE = 100;

export const listen: Command = {
  name: "listen",
  summary: "Prints a studio's events as they come, and forwards them to an address of yours, signed as webhooks are. " +
    "For development, beside the server; ends with Ctrl-C.",
  usage: "alera listen HANDLE [--forward URL] [--secret SECRET] [--json]",
  options: {
    forward: { type: "string", help: "Such as http://localhost:3000/hook: each event is sent there, once." },
    secret: { type: "string", help: "whsec_…: signs what is forwarded. A new one is printed unless given." },
    json: { type: "boolean", help: "Prints each event as a JSON object." },
  },
  words: 1,
  async run({ positionals: [handle], values }, shell) {
    if (!handle) throw new UsageError("say the HANDLE of a provider");
    const forward = readForward(values.forward, values.secret);
    const db = await shell.openExisting(await shell.config("data"));
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, stop);
    try {
      const provider = await findProviderByHandle(db, handle);
      if (!provider) throw new UsageError(`there is no provider ${handle}`);
      let seq = await newestSequence(db);
      shell.err(`Listening to ${handle}.${forward ? ` Signed with ${forward.secret}` : ""}\n`);
      while (!stopping.signal.aborted) {
        const newest = await newestSequence(db);
        const events = await listEventsAfter(db, provider.id, seq, newest, AT_ONCE);
        for (const event of events) {
          const status = forward ? await forward.send(event) : null;
          shell.out(values.json ? lineOf(event, status) : describe(event, status));
          seq = event.seq;
        }
        if (events.length === AT_ONCE) continue;
        seq = newest; // what others did is not walked past again
        await sleep(EVERY, stopping.signal);
      }
      return 0;
    } finally {
      for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.removeSignalListener(signal, stop);
      await db.close();
    }
  },
};

/** The answer's status, or why there was none. */
type Answer = number | string;

interface Forward {
  secret: string;
  send(event: RecordedEvent): Promise<Answer>;
}

/** @throws UsageError */
function readForward(url: string | undefined, given: string | undefined): Forward | null {
  if (given !== undefined && !/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(given)) {
    throw new UsageError("--secret: Must be whsec_ and base64 of 24 bytes or more.");
  }
  if (url === undefined) return null;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new UsageError("--forward: Must be an http(s) URL.");
  const sender = createWebhookSender({ allowPrivate: true });
  const secret = given ?? newWebhookSecret();
  return {
    secret,
    async send(event) {
      const body = webhookBody(event);
      const signed = signWebhook([secret], event.id, Math.floor(Date.now() / 1000), body);
      const headers = { "content-type": "application/json", "user-agent": "Alera-Webhooks", ...signed };
      const { status, error } = await sender.send({ url, headers, body });
      return status ?? error ?? "no answer";
    },
  };
}

const lineOf = ({ id, type, createdAt, data }: RecordedEvent, forwarded: Answer | null) =>
  `${JSON.stringify({ id, type, createdAt, data: JSON.parse(data), ...(forwarded === null ? {} : { forwarded }) })}\n`;

const describe = ({ id, type, createdAt }: RecordedEvent, forwarded: Answer | null) =>
  `${createdAt}  ${type.padEnd(20)}  ${id}${forwarded === null ? "" : `  → ${forwarded}`}\n`;

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
    function end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
  });
}
