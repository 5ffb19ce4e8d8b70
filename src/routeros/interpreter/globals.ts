import type { Value } from '../value.ts';

/** The global variables of a router (`/system script environment`), which outlive the scripts that set them. */
export class Globals {
  readonly #values = new Map<string, Value>();

  has(name: string): boolean {
    return this.#values.has(name);
  }

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  delete(name: string): boolean {
    return this.#values.delete(name);
  }

  clear(): void {
    this.#values.clear();
  }

  entries(): readonly (readonly [name: string, value: Value])[] {
    return [...this.#values];
  }
}
