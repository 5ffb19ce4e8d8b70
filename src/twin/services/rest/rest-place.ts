import type { Menu } from '../../menu/menu.ts';
import type { Twin } from '../../twin.ts';
import { RestError } from './rest-error.ts';

/** What the path of a URL leads to: a menu and perhaps an item of it. */
export interface RestPlace {
  readonly path: readonly string[];
  readonly menu: Menu;
  /** Id or name. */
  readonly item: string | undefined;
}

/** `/rest/ip/address/*1` */
export function readPath(url: string): { path: readonly string[]; query: URLSearchParams } {
  const [given = '', query = ''] = url.split(/\?(.*)/s);
  const path = given
    .split('/')
    .slice(2)
    .filter((part) => part !== '');
  try {
    return { path: path.map((part) => decodeURIComponent(part)), query: new URLSearchParams(query) };
  } catch {
    throw new RestError(400);
  }
}

export function findPlace(twin: Twin, path: readonly string[]): RestPlace {
  const whole = twin.menus.find(path);
  if (whole !== undefined) return { path, menu: whole, item: undefined };
  const above = path.slice(0, -1);
  const menu = twin.menus.find(above);
  const item = path.at(-1) ?? '';
  if (menu === undefined || path.length === 0) throw new RestError(400, missingText(twin, path));
  if (twin.menus.below(above)?.commands.includes(item) === true) throw new RestError(400, 'no such command');
  const isNamed = menu.spec.kind === 'list' && (item.startsWith('*') || menu.spec.properties['name'] !== undefined);
  if (!isNamed) throw new RestError(400, missingText(twin, path));
  return { path: above, menu, item };
}

/** The first word of a path that leads nowhere. */
export function missingText(twin: Twin, path: readonly string[]): string {
  const at = path.findIndex((_, index) => twin.menus.below(path.slice(0, index + 1)) === undefined);
  return at < 0 ? 'no such command' : `no such command or directory (${path[at]})`;
}
