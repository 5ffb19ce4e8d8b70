/** A value of the RouterOS language, as `:typeof` tells them apart. */
export type Value =
  | { readonly type: 'num'; readonly value: bigint }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'ip'; readonly value: string }
  | { readonly type: 'ip-prefix'; readonly value: string }
  | { readonly type: 'ip6'; readonly value: string }
  | { readonly type: 'ip6-prefix'; readonly value: string }
  /** Nanoseconds. */
  | { readonly type: 'time'; readonly value: bigint }
  | ArrayValue
  /** `*1A` */
  | { readonly type: 'id'; readonly value: string }
  | { readonly type: 'nil' }
  | { readonly type: 'nothing' }
  | CodeValue
  | { readonly type: 'op'; readonly value: CodeValue };

/** Unkeyed members first, in order; then the keyed ones. */
export interface ArrayValue {
  readonly type: 'array';
  readonly list: readonly Value[];
  readonly keyed: ReadonlyMap<string, Value>;
}

/** A parsed body; `body` is a tree of `ast.ts`. Functions are code without the scope they were written in. */
export interface CodeValue {
  readonly type: 'code';
  readonly body: unknown;
}

export const nothing: Value = { type: 'nothing' };
export const nil: Value = { type: 'nil' };
export const str = (value: string): Value => ({ type: 'str', value });
export const num = (value: number | bigint): Value => ({ type: 'num', value: BigInt(value) });
export const bool = (value: boolean): Value => ({ type: 'bool', value });
export const id = (value: string): Value => ({ type: 'id', value });
export const timeOfMs = (ms: number): Value => ({ type: 'time', value: BigInt(Math.round(ms)) * 1_000_000n });
export const list = (values: readonly Value[]): ArrayValue => ({ type: 'array', list: values, keyed: new Map() });
export const keyed = (entries: Iterable<readonly [string, Value]>): ArrayValue => ({
  type: 'array',
  list: [],
  keyed: new Map(entries),
});
