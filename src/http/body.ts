/** Request bodies: read within a limit, and counted while they arrive, so that a shutdown can wait for them. */
import { HttpError } from "./errors.ts";

/** From a request's head to the end of its body, ms. */
const BODY_WITHIN = 30_000;

/** A body beyond this, or of unknown size where more is allowed, is large: before it is whole nobody knows whether its sender may send it. */
const LARGE = 64 * 1024;
/** So many large ones arrive at a time: 64 MiB, and not one for each connection there can be. */
const MOST_LARGE = 64;
let large = 0;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads at most `max` bytes, whether or not the length was declared.
 * @param within for a body that trickles in, ms
 * @throws HttpError 413, 400 (not UTF-8), 408 (it took too long), 503 (the connection broke, or too many large ones are arriving)
 */
export async function readBody(request: Request, max: number, within = BODY_WITHIN): Promise<string> {
  const tooLarge = () => new HttpError("body_too_large", `The body is larger than ${max / 1024} KiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > max) throw tooLarge();
  if (request.bodyUsed) throw new Error("a body is read once");
  const isLarge = max > LARGE && !isSmall(request.headers.get("content-length"));
  if (isLarge && large >= MOST_LARGE) {
    throw new HttpError("unavailable", "Too many large bodies are arriving. Send the request again.", {}, {
      "retry-after": "5",
    });
  }
  if (isLarge) large++;
  let bytes: ArrayBuffer | Uint8Array;
  try {
    // The server holds the sender to a declared length, and one read is far cheaper than a stream.
    bytes = await inTime<ArrayBuffer | Uint8Array>(
      request.headers.has("content-length") ? request.arrayBuffer() : readStream(request.body, max, tooLarge),
      within,
    );
  } catch (error) {
    if (error instanceof HttpError) throw error;
    // The connection broke or the server is stopping; nothing was done.
    throw new HttpError(
      "unavailable",
      "The body did not arrive to its end, so nothing was done. Send the request again.",
      {},
      {
        "retry-after": "1",
      },
    );
  } finally {
    if (isLarge) large--;
    forgetBody(request);
  }
  if (bytes.byteLength > max) throw tooLarge();
  try {
    return utf8.decode(bytes);
  } catch {
    throw notJson();
  }
}

const isSmall = (declared: string | null) => declared !== null && Number(declared) <= LARGE;

async function inTime<T>(arriving: Promise<T>, within: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const said = "The body took too long to arrive, so nothing was done. Send the request again.";
      reject(new HttpError("request_timeout", said, {}, { connection: "close" }));
    }, within);
  });
  try {
    return await Promise.race([arriving, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  max: number,
  tooLarge: () => Error,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.length;
    if (size > max) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) bytes.set(chunk, at), at += chunk.length;
  return bytes;
}

/** 400: what was sent can't be parsed. */
export function notJson(): HttpError {
  return new HttpError("invalid_request", "The body is not valid JSON.", {
    issues: [{ path: "", message: "The body is not valid JSON." }],
  });
}

/** Requests whose bodies may still be arriving. */
const arriving = new Set<Request>();
let allArrived = () => {};

/** Counts the request's body as arriving until it is read or forgotten. */
export function expectBody(request: Request): void {
  arriving.add(request);
}

/** The request's body was read, or nobody will read it. */
export function forgetBody(request: Request): void {
  if (arriving.delete(request) && arriving.size === 0) allArrived();
}

/** Waits until no body is arriving any more, at most `withinMs` milliseconds. */
export async function bodiesArrived(withinMs: number): Promise<void> {
  if (arriving.size === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    allArrived = resolve;
    timer = setTimeout(resolve, withinMs);
  });
  clearTimeout(timer);
}
