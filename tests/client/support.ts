/** The client on the API of this process. */
import { type Alera, AleraError, type AleraOptions, createAlera } from "@alera/client";
import { ORIGIN, type Studio } from "../support/studio.ts";

export const API = "http://alera.test";

/** What the network does with a request: `pass` sends it on. */
export type Network = (request: Request, pass: () => Promise<Response>) => Promise<Response>;

export interface Sent {
  method: string;
  headers: Headers;
}

/** A client with a studio's key, and what it sent. Pauses are short. */
export function clientOf(
  { t, key }: Studio,
  options: Partial<AleraOptions> = {},
  network: Network = (_, pass) => pass(),
): { alera: Alera; sent: Sent[] } {
  const sent: Sent[] = [];
  const alera = createAlera({
    url: `${API}/`,
    key,
    origin: ORIGIN,
    maxWaitMs: 5,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push({ method: request.method, headers: new Headers(init?.headers) });
      return await network(
        request,
        () => Promise.resolve(t.app.request(String(input).slice(API.length), { ...init, signal: null })),
      );
    },
    ...options,
  });
  return { alera, sent };
}

/** What a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<AleraError> {
  const error = await call.then(() => null, (error) => error);
  if (!(error instanceof AleraError)) throw new Error(`no AleraError: ${error}`);
  return error;
}
