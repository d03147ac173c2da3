import type { Command } from "./command.ts";

export const openapi: Command = {
  name: "openapi",
  summary: "Prints the OpenAPI 3.1 document.",
  usage: "alera openapi",
  run(_given, shell) {
    shell.out(`${JSON.stringify(shell.openApi("http://localhost:8000"), null, 2)}\n`);
    return Promise.resolve(0);
  },
};
