/** A Dockerfile, read. It knows the instructions that ours has, and refuses any other. */

export interface Stage {
  /** The image or the stage that it begins from. */
  from: string;
  name: string | null;
  steps: Step[];
}

export type Step =
  | { does: "RUN"; command: string }
  | { does: "COPY"; from: string | null; owner: string | null; sources: string[]; target: string }
  | { does: "ENV"; values: Record<string, string> }
  | { does: "WORKDIR" | "USER" | "VOLUME" | "EXPOSE"; value: string }
  | { does: "ENTRYPOINT" | "CMD" | "HEALTHCHECK"; command: string[] };

/** @throws Error at what it does not know */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const line of logicalLines(text)) {
    const [, word, rest] = /^([A-Z]+)\s+(.+)$/s.exec(line) ?? [];
    if (word === "FROM") {
      const [, from, name] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      if (!from) throw new Error(`not understood: ${line}`);
      stages.push({ from, name: name ?? null, steps: [] });
    } else {
      const stage = stages.at(-1);
      if (!stage) throw new Error(`before the first FROM: ${line}`);
      stage.steps.push(stepOf(word, rest, line));
    }
  }
  return stages;
}

function logicalLines(text: string): string[] {
  return text.replace(/^\s*#.*\n/gm, "").replace(/\\\n\s*/g, " ").split("\n").map((line) => line.trim())
    .filter((line) => line !== "");
}

function stepOf(word: string | undefined, rest: string, line: string): Step {
  switch (word) {
    case "RUN":
      if (/^(\[|--|<<)/.test(rest)) break;
      return { does: word, command: rest };
    case "COPY": {
      const words = rest.split(/\s+/);
      const flags = Object.fromEntries(
        words.filter((one) => one.startsWith("--")).map((one) => one.slice(2).split("=") as [string, string]),
      );
      const { from = null, chown = null, ...others } = flags;
      const paths = words.filter((one) => !one.startsWith("--"));
      if (Object.keys(others).length || paths.length < 2) break;
      return { does: word, from, owner: chown, sources: paths.slice(0, -1), target: paths.at(-1)! };
    }
    case "ENV": {
      const pairs = rest.split(/\s+/).map((one) => /^(\w+)=([^\s"'$\\]*)$/.exec(one));
      if (pairs.includes(null)) break;
      return { does: word, values: Object.fromEntries(pairs.map((one) => [one![1], one![2]])) };
    }
    case "WORKDIR":
    case "USER":
    case "VOLUME":
    case "EXPOSE":
      if (/\s|^\[/.test(rest)) break;
      return { does: word, value: rest };
    case "ENTRYPOINT":
    case "CMD":
      return { does: word, command: JSON.parse(rest) };
    case "HEALTHCHECK": {
      const [, command] = /^(?:--(?:interval|timeout|start-period|retries)=\S+\s+)*CMD\s+(.+)$/.exec(rest) ?? [];
      if (!command) break;
      return { does: word, command: JSON.parse(command) };
    }
  }
  throw new Error(`not understood: ${line}`);
}
