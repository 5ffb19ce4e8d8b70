import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { MenuSpec, Props } from './menu-spec.ts';
import type { PropertySpec, PropertyType } from './property-type.ts';

/** The property at fault, so that the caller can say where it stands in the source. */
export class PropertyError extends RouterosError {
  readonly property: string;

  constructor(property: string, message: string) {
    super(message, { category: trapCategories.argument });
    this.property = property;
  }
}

/** Values as they are kept; the first one that does not fit is refused with RouterOS's words. */
export function parsed(spec: MenuSpec, given: Props): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const property = spec.properties[name];
    if (property === undefined || property.readonly === true)
      throw new PropertyError(name, `unknown parameter ${name}`);
    if (property.refused === true) throw new PropertyError(name, `failure: the twin does not enforce ${name}`);
    kept[name] = parseProperty(name, property, value);
  }
  return kept;
}

function parseProperty(name: string, { type }: PropertySpec, value: string): string {
  const kept = parseValue(name, type, value);
  if (kept !== undefined) return kept;
  const range = type.outOfRange?.(value);
  if (range !== undefined) throw new PropertyError(name, `value of ${name} out of range (${range})`);
  if (type.words !== undefined) throw notAValueOf(name, isAmbiguous(type.words(), value));
  throw new PropertyError(name, `invalid value for argument ${name}`);
}

/** Is it the beginning of several words? Of a list, the last one counts. */
function isAmbiguous(words: readonly string[], value: string): boolean {
  const given = value.slice(value.lastIndexOf(',') + 1).replace(/^!/, '');
  return words.filter((word) => word.startsWith(given)).length > 1;
}

/** What is no word of an argument, or might be several. */
export function notAValueOf(argument: string, ambiguous: boolean): PropertyError {
  return new PropertyError(
    argument,
    ambiguous
      ? `ambiguous value of ${argument}, more than one possible value matches input`
      : `input does not match any value of ${argument}`,
  );
}

/** A type may refuse with words of its own; the property is still the place. */
function parseValue(name: string, type: PropertyType, value: string): string | undefined {
  try {
    return type.parse(value);
  } catch (error) {
    throw error instanceof RouterosError ? new PropertyError(name, error.message) : error;
  }
}

/** An item without what it has to have is none. */
export function requireAll({ properties }: MenuSpec, props: Props): void {
  const missing = Object.entries(properties).flatMap(([name, { required }]) =>
    required === true && props[name] === undefined ? [name] : [],
  );
  if (missing.length === 0) return;
  throw new RouterosError(`missing value(s) of argument(s) ${missing.join(' ')}`, {
    category: trapCategories.missing,
  });
}
