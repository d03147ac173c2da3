import { requireDevelopment } from "../config.ts";
import type { Command } from "./command.ts";

export const serveCommand: Command = {
  name: "serve",
  summary: "Serves the API until SIGTERM or SIGINT; brings the database up to date first.",
  usage: "alera serve [--demo] [--watched]",
  options: {
    demo: { type: "boolean", help: "Development: fills the sample studio and prints what to do next." },
    watched: { type: "boolean", help: "Leaves signals to a watcher, which would else go on waiting after Ctrl-C." },
  },
  async run({ values }, shell) {
    // Before what production must have is missed: with --demo, development is what is meant.
    if (values.demo) requireDevelopment((await shell.config("data")).development);
    return await shell.serve(await shell.config("serve"), {
      demo: values.demo === true,
      watched: values.watched === true,
    });
  },
};
