const nothing: readonly never[] = [];

/**
 * Where lists grow that contain each other. Pushed to by themselves, each would have room for seventeen members, which in
 * a tree of many short lists is most of its memory.
 */
export class Pile<T> {
  readonly #members: T[] = [];
  #height = 0;

  /** Where the next list begins. */
  get height(): number {
    return this.#height;
  }

  push(member: T): void {
    this.#members[this.#height++] = member;
  }

  /** The list that began at this height. */
  takeFrom(height: number): readonly T[] {
    const taken = this.#height === height ? nothing : this.#members.slice(height, this.#height);
    this.#height = height;
    return taken;
  }
}
