import type { ErrorRecord } from './verdict.ts';

export type LoadFault = ErrorRecord;

/** What kept a scenario file from being loaded, from vitest's copies of the errors; undefined when there are none. */
export function loadFault(errors: readonly unknown[]): LoadFault | undefined {
  const [first] = errors;
  if (first === undefined) return undefined;
  const { message, stack } = textsOf(first);
  const [code, remedy, evidence] = ['code', 'remedy', 'evidence'].map((name) => textOf(first, name));
  // Errors of our own keep their code; whatever else a file throws while it is loaded is a fault of the file.
  if (code !== undefined && /^[a-z]+\/[a-z-]+$/.test(code)) {
    return { code, message, ...optional('remedy', remedy), ...optional('evidence', evidence) };
  }
  return { code: 'input/scenario-file', message, ...optional('evidence', placeIn(stack)) };
}

function textsOf(error: unknown): { message: string; stack: string } {
  return { message: textOf(error, 'message') ?? String(error), stack: textOf(error, 'stack') ?? '' };
}

function textOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' ? text : undefined;
}

function optional<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, string>>);
}

/** Node's own excerpt of a syntax error, otherwise the first frame outside of node_modules. */
function placeIn(stack: string): string | undefined {
  const lines = stack.split('\n').map((line) => line.replace('file://', ''));
  const frames = lines.filter((line) => line.startsWith('    at '));
  const excerpt = lines.slice(0, lines.indexOf(frames[0] ?? ''));
  if (/^\/.*:\d+$/.test(excerpt[0] ?? '')) return excerpt.slice(0, -1).join('\n').trimEnd();
  return frames.find((line) => / \(?\//.test(line) && !line.includes('/node_modules/'))?.trim();
}
