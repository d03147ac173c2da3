/** The fields of one submitted form, as they were typed. */
export class FormInput {
  constructor(private readonly fields: URLSearchParams = new URLSearchParams()) {}

  /** Trimmed; empty when the field is absent. */
  text(name: string): string {
    return (this.fields.get(name) ?? "").trim();
  }

  /** As typed. */
  raw(name: string): string {
    return this.fields.get(name) ?? "";
  }

  all(name: string): string[] {
    return this.fields.getAll(name);
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  /** A whole number, NaN when it is none, undefined when the field is empty. */
  whole(name: string): number | undefined {
    const text = this.text(name);
    return text === "" ? undefined : /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
  }
}

/** What was typed, or what is stored when nothing was sent yet. */
export function valueOf(form: FormInput, name: string, stored: string | number | null | undefined): string {
  return form.has(name) ? form.raw(name) : String(stored ?? "");
}
