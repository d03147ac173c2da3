/** Whether Node is on this machine, from the version that the client needs. Says what is SKIPPED where it isn't. */
export function hasNode(what: string): boolean {
  try {
    const { stdout } = new Deno.Command("node", { args: ["--version"] }).outputSync();
    if (Number(/^v(\d+)/.exec(new TextDecoder().decode(stdout))?.[1]) >= 20) return true;
  } catch {
    // Not there at all.
  }
  console.log(`SKIPPED: ${what}: Node 20 or later is not on this machine`);
  return false;
}
