/** Standard output that nobody waits for: a reader that stalls or a disk that is full costs lines, never a booking. */

/** What gathers while a write is under way, in characters; beyond it, whole texts are dropped. */
const MOST_WAITING = 1024 * 1024;
/** After a write that failed, ms. */
const RETRY_AFTER = 1_000;

export interface Output {
  /** Takes whole lines. Never waits, never throws. */
  write(text: string): void;
  /** Lines that were dropped since the start. */
  dropped(): number;
  /** Resolves once all is written, or after `within` ms. */
  drain(within: number): Promise<void>;
}

const encoder = new TextEncoder();

/**
 * @param stream its `write` may take for ever: on a pipe that nobody reads it does
 * @param describeDropped the line that says how many lines are missing before it, once writing goes on
 */
export function createOutput(
  stream: { write(bytes: Uint8Array): Promise<number> },
  describeDropped: (lines: number) => string,
): Output {
  let waiting = "";
  let dropped = 0;
  let described = 0;
  let pumping: Promise<void> | null = null;

  async function pump(): Promise<void> {
    while (waiting) {
      const bytes = encoder.encode(waiting);
      waiting = "";
      for (let at = 0; at < bytes.length;) at += await stream.write(bytes.subarray(at)).catch(failed);
      if (dropped === described) continue;
      waiting = describeDropped(dropped - described) + waiting;
      described = dropped;
    }
    pumping = null;
  }

  return {
    write(text) {
      if (pumping && waiting.length + text.length > MOST_WAITING) dropped += text.split("\n").length - 1;
      else waiting += text;
      pumping ??= pump();
    },
    dropped: () => dropped,
    async drain(within) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => timer = setTimeout(resolve, within));
      await Promise.race([pumping, late]);
      clearTimeout(timer);
    },
  };
}

/** The disk may have room again, the pipe a reader. Such a wait keeps no process alive. */
async function failed(): Promise<number> {
  await new Promise<void>((resolve) => Deno.unrefTimer(setTimeout(resolve, RETRY_AFTER)));
  return 0;
}

/**
 * For commands, whose output is awaited: writes whole texts at once. Once the reader has gone they are dropped: `alera … | head` is no
 * fault.
 */
export function writerTo(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  return (text) => {
    const bytes = encoder.encode(text);
    try {
      for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  };
}
