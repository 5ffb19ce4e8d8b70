/** Ids are never used again; menus that show each other's items share one source. */
export class IdSource {
  #next: number;

  constructor(first = 1) {
    this.#next = first;
  }

  next(): string {
    return `*${(this.#next++).toString(16).toUpperCase()}`;
  }
}
