import type { Source } from '../../core/source.ts';
import type { Value } from '../value.ts';
import type { Scope } from './scope.ts';

/** Properties of the item that a `where` looks at; they shadow variables of the same name (manual, "Scripting"). */
export interface ItemProperties {
  readonly names: ReadonlySet<string>;
  readonly get: (name: string) => Value;
}

/** Where the interpreter stands: variables, current menu, and the text that is being run. */
export interface Frame {
  readonly scope: Scope;
  /** Changes with lines that are only a path. */
  menu: readonly string[];
  readonly source: Source;
  readonly jobName: string | undefined;
  readonly properties: ItemProperties | undefined;
}

/** Inside braces: own names, own menu changes. */
export function innerFrame(frame: Frame): Frame {
  return { ...frame, scope: frame.scope.inner() };
}

export function frameInMenu(frame: Frame, menu: readonly string[]): Frame {
  return { ...frame, menu };
}

export function frameWithProperties(frame: Frame, properties: ItemProperties): Frame {
  return { ...frame, properties };
}
