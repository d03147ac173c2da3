import type { Config } from "../config.ts";
import { describeDemo, fillDemo, requireDevelopment } from "../dev/sample_studio.ts";
import type { Command } from "./command.ts";

export const demo: Command = {
  name: "demo",
  summary:
    "Development: fills a sample studio and prints its keys and links. Run again, it tops the week up and prints them again.",
  usage: "alera demo [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  async run({ values }, shell) {
    const config = await shell.config("data");
    requireDevelopment(config.development);
    await using open = await shell.openContext(config);
    const studio = await fillDemo(open.ctx, {
      remembered: await open.demo.load(),
      finishOnboarding: open.finishOnboarding,
      storefrontUrl: storefrontUrl(config),
    });
    await open.demo.save(studio);
    shell.out(values.json ? `${JSON.stringify(studio)}\n` : describeDemo(studio));
    return 0;
  },
};

/** Where `serve --demo` shows the studio's own site: on a port that is known before it listens. */
function storefrontUrl({ storefrontPort }: Config): string | null {
  return storefrontPort !== 0 ? `http://localhost:${storefrontPort}` : null;
}
