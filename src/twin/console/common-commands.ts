import type { MenuSpec } from '../menu/menu-spec.ts';

/** The commands that a menu has without saying so (language-facts 6, "Common menu commands"). */
export function commonCommands(spec: MenuSpec): readonly string[] {
  if (spec.kind === 'commands') return ['export'];
  if (spec.kind === 'settings') return [...(spec.noSet ? [] : ['set', 'reset', 'edit']), 'get', 'print', 'export'];
  return [
    'print',
    'find',
    'get',
    'export',
    ...(spec.noSet ? [] : ['set', 'unset', 'reset', 'edit']),
    ...(spec.properties['disabled'] === undefined ? [] : ['enable', 'disable']),
    ...(spec.properties['comment'] === undefined ? [] : ['comment']),
    ...(spec.fixed ? [] : ['add', 'remove']),
    ...(spec.fixed && spec.removeDynamic !== undefined ? ['remove'] : []),
    ...(spec.ordered ? ['move'] : []),
  ];
}
