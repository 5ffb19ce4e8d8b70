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
  if (type.words !== undefined) throw new PropertyError(name, `input does not match any value of ${name}`);
  throw new PropertyError(name, `invalid value for argument ${name}`);
}

/** A type may refuse with words of its own; the property is still the place. */
function parseValue(name: string, type: PropertyType, value: string): string | undefined {
  try {
    return type.parse(value);
  } catch (error) {
    throw error instanceof RouterosError ? new PropertyError(name, error.message) : error;
  }
}
