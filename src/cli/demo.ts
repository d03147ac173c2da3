import { requireDevelopment } from "../config.ts";
import type { Command } from "./command.ts";
import { createIfNone } from "./database.ts";

export const demo: Command = {
  name: "demo",
  summary:
    "Development: fills a sample studio and prints its keys and links. Run again, it tops the week up and prints them again.",
  usage: "alera demo [--json]",
  options: { json: { type: "boolean", help: "Prints JSON." } },
  async run({ values }, shell) {
    const config = await shell.config("data");
    requireDevelopment(config.development);
    const { describeSampleStudio, fillAndRemember } = await import("../dev/start.ts");
    await createIfNone(config);
    await using services = await shell.openServices(config);
    const studio = await fillAndRemember(services.ctx, config);
    shell.out(values.json ? `${JSON.stringify(studio)}\n` : describeSampleStudio(studio));
    return 0;
  },
};
