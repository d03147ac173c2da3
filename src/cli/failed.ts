/** What was asked for can't be done, as one line says: the command ends with 1. */
export class Failed extends Error {
  override name = "Failed";
}

/** Runs what touches files; what goes wrong there is told in one line. @throws Failed */
export async function orFailed<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Failed(`${what}: ${error instanceof Error ? error.message.replace(/\s+/g, " ") : error}`);
  }
}
