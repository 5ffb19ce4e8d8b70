import type { Command, Word } from '../ast.ts';
import type { Device } from '../device.ts';
import type { RouterosError } from '../routeros-error.ts';
import type { GlobalCommand } from './global-command.ts';
import { completeName } from './names.ts';

/** What the leading words of a command line mean on this router. */
export type Resolved =
  | { readonly kind: 'global'; readonly command: GlobalCommand; readonly at: number; readonly rest: readonly Word[] }
  | {
      readonly kind: 'device';
      readonly path: readonly string[];
      readonly command: string;
      readonly at: number;
      readonly rest: readonly Word[];
    }
  | { readonly kind: 'menu'; readonly path: readonly string[] };

export interface Surroundings {
  readonly device: Device;
  readonly globalCommands: ReadonlyMap<string, GlobalCommand>;
  readonly menu: readonly string[];
  readonly fail: (message: string, offset: number) => RouterosError;
}

/** One step of a path: words may hold several, parted by slashes. */
interface Step {
  readonly text: string;
  readonly at: number;
  /** Is there more of the same word behind it? */
  readonly goesOn: boolean;
  /** Words after the one it comes from. */
  readonly rest: readonly Word[];
}

/** Walks the words of a line down the menus to a command, by exact names or unique beginnings. */
export function resolveCommand({ prefix, words }: Command, around: Surroundings): Resolved {
  let path: readonly string[] = prefix === '' ? around.menu : [];
  for (const [index, step] of stepsOf(words).entries()) {
    if (step.text === '..') {
      path = path.slice(0, -1);
      continue;
    }
    const found = resolveStep(step, path, index === 0, prefix, around);
    if (found.kind !== 'menu') return found;
    path = found.path;
  }
  return { kind: 'menu', path };
}

function stepsOf(words: readonly Word[]): readonly Step[] {
  return words.flatMap((word, index) => {
    let at = word.start;
    const texts = word.text.split('/');
    const steps = texts.map((text, part): Step => {
      const step = {
        text,
        at,
        goesOn: texts.slice(part + 1).some((more) => more !== ''),
        rest: words.slice(index + 1),
      };
      at += text.length + 1;
      return step;
    });
    return steps.filter((step) => step.text !== '');
  });
}

function resolveStep(
  step: Step,
  path: readonly string[],
  isFirst: boolean,
  prefix: string,
  around: Surroundings,
): Resolved {
  const globals = isFirst && path.length === 0 ? around.globalCommands : undefined;
  const asGlobal = (): Resolved | undefined => resolveGlobal(step, globals);
  const asDevice = (): Resolved | undefined => resolveBelow(step, path, around.device);
  const found = prefix === ':' ? (asGlobal() ?? asDevice()) : (asDevice() ?? asGlobal());
  if (found !== undefined && (found.kind === 'menu' || !step.goesOn)) return found;
  // Behind an unknown word a slash is what the parser stumbles over (measured on 7.20–7.23).
  if (step.goesOn) throw around.fail('syntax error', step.at + step.text.length);
  throw around.fail(`bad command name ${step.text}`, step.at);
}

function resolveGlobal(step: Step, globals: ReadonlyMap<string, GlobalCommand> | undefined): Resolved | undefined {
  const name = globals === undefined ? undefined : completeName(globals.keys(), step.text);
  const command = name === undefined ? undefined : globals?.get(name);
  return command === undefined ? undefined : { kind: 'global', command, at: step.at, rest: step.rest };
}

function resolveBelow(step: Step, path: readonly string[], device: Device): Resolved | undefined {
  const names = device.menu(path);
  if (names === undefined) return undefined;
  const name = completeName(new Set([...names.menus, ...names.commands]), step.text);
  if (name === undefined) return undefined;
  const isMenu =
    names.menus.includes(name) && (!names.commands.includes(name) || leadsOn(device, [...path, name], step));
  if (isMenu) return { kind: 'menu', path: [...path, name] };
  return { kind: 'device', path, command: name, at: step.at, rest: step.rest };
}

/** A name that is both menu and command is the menu when the next word is found in it. */
function leadsOn(device: Device, path: readonly string[], step: Step): boolean {
  const next = step.rest[0]?.text;
  const names = device.menu(path);
  if (step.goesOn || next === undefined || names === undefined) return step.goesOn;
  return completeName(new Set([...names.menus, ...names.commands]), next) !== undefined;
}
