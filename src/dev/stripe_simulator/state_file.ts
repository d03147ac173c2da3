/** A JSON file that outlives a restart. */
import { dirname } from "node:path";

const SAVE_DELAY_MS = 100;

export class StateFile {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(readonly path: string) {}

  /** Its content, or null where there is no file yet. @throws SyntaxError */
  read(): unknown {
    Deno.mkdirSync(dirname(this.path), { recursive: true });
    try {
      return JSON.parse(Deno.readTextFileSync(this.path));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  /** Writes soon, so that many changes in a row are one write. */
  saveSoon(content: () => unknown): void {
    this.#timer ??= setTimeout(() => this.#save(content), SAVE_DELAY_MS);
  }

  /** Writes now what is still to be written, after what is being written. */
  async close(content: () => unknown): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#save(content);
    }
    await this.#saving;
  }

  #save(content: () => unknown): void {
    this.#saving = this.#saving.then(() => this.#write(content)).catch((error) =>
      console.error("Stripe simulator:", error)
    );
  }

  /** Writes aside and renames, so that a reload in the middle finds the old state or the new one. */
  async #write(content: () => unknown): Promise<void> {
    this.#timer = undefined;
    await Deno.writeTextFile(`${this.path}.new`, JSON.stringify(content()));
    await Deno.rename(`${this.path}.new`, this.path);
  }
}
