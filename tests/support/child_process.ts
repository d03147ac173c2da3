/** Child processes that can't outlive their test: each has a deadline, is killed by its own id, and says what it printed. */

/** Longer than any of our commands takes on a busy machine, ms. */
const DEADLINE = 90_000;

export interface ChildOptions extends Omit<Deno.CommandOptions, "args" | "stdin" | "stdout" | "stderr" | "signal"> {
  /** ms */
  deadline?: number;
}

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs a program to its end. @throws Error with what it printed, when it has not ended by the deadline */
export async function runChild(program: string | URL, args: string[], options: ChildOptions = {}): Promise<Ended> {
  const { deadline = DEADLINE, ...rest } = options;
  const child = new Deno.Command(program, { args, ...rest, stdin: "null", stdout: "piped", stderr: "piped" }).spawn();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, deadline);
  const [out, err, { code }] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.status,
  ]);
  clearTimeout(timer);
  if (isLate) {
    throw new Error(`${program} ${args.join(" ")} did not end within ${deadline} ms. It printed:\n${out}${err}`);
  }
  return { code, out, err };
}

/** Its exit code; when it does not end by the deadline it is killed, and the test fails with what it printed. */
export async function endOf(child: Deno.ChildProcess, printed: () => string, deadline = DEADLINE): Promise<number> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, deadline);
  const { code } = await child.status;
  clearTimeout(timer);
  if (isLate) throw new Error(`A process did not end within ${deadline} ms. It printed:\n${printed()}`);
  return code;
}
