/** The sample studio as `deno task dev` serves it: a real process, real pages, simulated Stripe, and a mailbox. */
import type { SampleStudio } from "../../src/dev/sample_studio/sample_studio.ts";
import { startServer, until } from "../journeys/server.ts";

/** A mail or text as the mailbox of development has it. */
export interface BoxedMail {
  id: number;
  channel: "mail" | "sms";
  kind: string;
  recipient: string;
  state: string;
  subject: string;
  text: string;
  html: string;
}

export interface RunningStudio extends AsyncDisposable {
  url: string;
  simulatorUrl: string;
  /** Where customers book; null while the server has no storefront. */
  storefrontUrl: string | null;
  /** Handle, key, owner token, ids. */
  demo: SampleStudio;
  /** What was mailed and texted, the newest first. */
  mailbox(): Promise<BoxedMail[]>;
  /** Waits for a mail to this address, of this kind if told; answers the newest. */
  mail(to: string, kind?: string): Promise<BoxedMail>;
  /** The page on which the mailbox shows a mail. */
  pageOf(mail: BoxedMail): string;
  /** With which it was started, for the command line beside it. */
  env: Record<string, string>;
  /** What the server has printed so far. */
  output(): string;
}

/** `await using s = await runningStudio()`: free ports, a temporary database, ready when it returns. */
export async function runningStudio(env: Record<string, string> = {}): Promise<RunningStudio> {
  const server = await startServer({ env });
  const { url, simulatorUrl } = server;
  const demo: SampleStudio & { storefrontUrl?: string } = server.demo;

  async function mailbox(): Promise<BoxedMail[]> {
    return (await (await fetch(`${url}/dev/mailbox.json`)).json()).items;
  }
  return {
    url,
    simulatorUrl,
    storefrontUrl: demo.storefrontUrl ?? null,
    demo,
    env: server.env,
    mailbox,
    async mail(to, kind) {
      let found: BoxedMail | undefined;
      await until(async () => {
        found = (await mailbox()).find((one) => one.recipient === to && (kind ?? one.kind) === one.kind);
        return found !== undefined;
      }, () => `a mail ${kind ?? ""} to ${to}`);
      return found!;
    },
    pageOf: ({ id }) => `${url}/dev/mailbox/${id}`,
    output: server.output,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
