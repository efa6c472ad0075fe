/**
 * The lines of all files counted as one, so that "where did this come from" costs a ballot one small number.
 * The reader moves `line`; `where` turns a number back into `file:line`.
 */
export class Places {
  /** The line being read, counted from 1 in its file. */
  line = 0;
  readonly #files: { readonly name: string; readonly before: number }[] = [];

  enter(name: string): void {
    this.#files.push({ name, before: this.here });
    this.line = 0;
  }

  get here(): number {
    return (this.#files.at(-1)?.before ?? 0) + this.line;
  }

  where(place: number = this.here): string {
    const file = this.#files.findLast(({ before }, index) => before < place || index === 0);
    return file === undefined ? '' : `${file.name}:${Math.max(1, place - file.before)}`;
  }
}
