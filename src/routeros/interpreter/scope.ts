import { nothing, type Value } from '../value.ts';
import type { Globals } from './globals.ts';

type Binding = { kind: 'local'; value: Value } | { kind: 'argument'; value: Value } | { kind: 'global' };

/** The names between two braces. Bodies of `:if`, `:for` and the like see those around them, functions do not. */
export class Scope {
  readonly #bindings = new Map<string, Binding>();
  readonly #globals: Globals;
  readonly #parent: Scope | undefined;

  constructor(globals: Globals, parent?: Scope) {
    this.#globals = globals;
    this.#parent = parent;
  }

  /** A scope inside this one. */
  inner(): Scope {
    return new Scope(this.#globals, this);
  }

  get(name: string): Value | undefined {
    const binding = this.#find(name);
    if (binding === undefined) return undefined;
    return binding.kind === 'global' ? (this.#globals.get(name) ?? nothing) : binding.value;
  }

  declareLocal(name: string, value: Value): void {
    this.#bindings.set(name, { kind: 'local', value });
  }

  declareArgument(name: string, value: Value): void {
    this.#bindings.set(name, { kind: 'argument', value });
  }

  /** Makes a global visible here. An argument of the function with the same name stays ahead of it (manual, "Functions"). */
  declareGlobal(name: string): void {
    if (this.#bindings.get(name)?.kind === 'argument') return;
    this.#bindings.set(name, { kind: 'global' });
    if (!this.#globals.has(name)) this.#globals.set(name, nothing);
  }

  /** Sets a declared variable; false when there is none. */
  assign(name: string, value: Value): boolean {
    const binding = this.#find(name);
    if (binding === undefined) return false;
    if (binding.kind === 'global') this.#globals.set(name, value);
    else binding.value = value;
    return true;
  }

  /** `:set name` without a value: a global leaves the environment. */
  unset(name: string): boolean {
    const binding = this.#find(name);
    if (binding?.kind === 'global') this.#globals.delete(name);
    else if (binding !== undefined) binding.value = nothing;
    return binding !== undefined;
  }

  #find(name: string): Binding | undefined {
    const own = this.#bindings.get(name);
    if (own !== undefined || this.#parent === undefined) return own;
    return this.#parent.#find(name);
  }
}
