import ipaddr from 'ipaddr.js';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import { type BuiltInGroup, builtInGroups, parsePolicies, policiesOf, policyText } from '../accounts/policy.ts';
import { ipPrefix } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { ActionCall, ActionSpec, Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, reference, text, word } from '../menu/property-type.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast, type RosVersion } from '../version.ts';

const failure = (message: string): RouterosError =>
  new RouterosError(`failure: ${message}`, { category: trapCategories.general });

const groupReference = (twin: Twin): PropertyType =>
  reference({ menu: 'user group', names: () => twin.menus.names('user group') });

/** An address or a network of either family. */
const hostOrNetwork: PropertyType = {
  parse: (given) => {
    const [address = '', length] = given.split('/');
    if (!ipaddr.IPv6.isValid(address)) return ipPrefix.parse(given);
    return length === undefined || /^(\d\d?|1[01]\d|12[0-8])$/.test(length) ? given.toLowerCase() : undefined;
  },
};

/** `/user`: never exported (MikroTik's manual, "Configuration Management"). */
export function users(twin: Twin): MenuSpec {
  const hasInactivity = isAtLeast(twin.version, 7, 16);
  return {
    path: 'user',
    kind: 'list',
    key: 'name',
    columns: ['name', 'group', 'address', 'last-logged-in', ...(hasInactivity ? ['inactivity-policy'] : [])],
    flags: [[{ letter: 'X', name: 'disabled' }]],
    initial: [{ name: 'admin', group: 'full', comment: 'system default user' }],
    neverExported: true,
    properties: {
      name: { type: text, required: true },
      group: { type: groupReference(twin), required: true },
      password: { type: text, writeOnly: true, sensitive: true },
      address: { type: commaList(hostOrNetwork), default: '' },
      'last-logged-in': { type: word, readonly: true },
      ...(hasInactivity
        ? {
            'inactivity-timeout': { type: duration, default: '10m', inert: true },
            'inactivity-policy': { type: oneOf('none', 'lockscreen', 'logout'), default: 'none', inert: true },
          }
        : {}),
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    computed: ({ id }) => {
      const lastMs = twin.accounts.lastLoginMs(id);
      return lastMs === undefined ? {} : { 'last-logged-in': dateTimeText(lastMs, twin.version) };
    },
    check: (props, before) => checkUser(twin, props, before),
    beforeRemove: (user) => {
      if (isLastFull(twin, user)) throw failure('last user with full permissions cannot be removed');
    },
  };
}

function checkUser(twin: Twin, props: Props, before: Item | undefined): void {
  const { name, password } = props;
  const others = twin.menus.get('user').items.filter(({ id }) => id !== before?.id);
  if (name === '') throw failure('user name must be set');
  if (others.some((item) => item.props['name'] === name)) throw failure('user with the same name already exists');
  if (password !== before?.props['password']) checkPassword(twin, password ?? '');
  if (before !== undefined && !isFull(props) && isLastFull(twin, before))
    throw failure('last user with full permissions cannot be changed');
}

const isFull = (user: Props): boolean => user['group'] === 'full' && user['disabled'] !== 'yes';

/** Somebody has to be able to change everything (MikroTik's manual, "User"). */
function isLastFull(twin: Twin, user: Item): boolean {
  return isFull(user.props) && !twin.menus.get('user').items.some(({ id, props }) => id !== user.id && isFull(props));
}

/** `/user settings`: how many characters, of how many kinds (upper case, lower case, digits, others). */
function checkPassword(twin: Twin, password: string): void {
  const { props } = twin.menus.get('user settings').settings;
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
  if (password.length < Number(props['minimum-password-length'] ?? 0)) throw failure('password is too short');
  if (kinds < Number(props['minimum-categories'] ?? 0)) throw failure('password does not meet complexity requirements');
}

export function userSettings(): MenuSpec {
  return {
    path: 'user settings',
    kind: 'settings',
    properties: {
      'minimum-password-length': { type: integer(0, 4_294_967_295), default: '0' },
      'minimum-categories': { type: integer(0, 4), default: '0' },
    },
  };
}

const policyType = (version: RosVersion): PropertyType => ({
  parse: (given) => {
    const granted = parsePolicies(given);
    return granted === undefined ? undefined : policyText(granted, version);
  },
  words: () => policiesOf(version).flatMap((policy) => [policy, `!${policy}`]),
});

/** `/user group`: three that every router has, and one's own. */
export function userGroups(twin: Twin): MenuSpec {
  const { version } = twin;
  const isBuiltIn = (name = ''): name is BuiltInGroup => builtInGroups(version).some((group) => group.name === name);
  return {
    path: 'user group',
    kind: 'list',
    key: 'name',
    layout: 'block',
    initial: builtInGroups(version),
    exportAs: ({ props }) => props['name'] ?? '',
    properties: {
      name: { type: text, required: true },
      policy: { type: policyType(version), default: policyText([], version) },
      skin: { type: word, default: 'default', inert: true },
      comment: { type: text },
    },
    check: ({ name }, before) => {
      const taken = twin.menus
        .get('user group')
        .items.some((item) => item.id !== before?.id && item.props['name'] === name);
      if (taken) throw failure('group with the same name already exists');
    },
    beforeRemove: ({ props }) => {
      if (isBuiltIn(props['name'])) throw failure('can not remove default group');
      if (twin.menus.get('user').items.some((user) => user.props['group'] === props['name']))
        throw failure('group is in use');
    },
  };
}

export function userAaa(twin: Twin): MenuSpec {
  return {
    path: 'user aaa',
    kind: 'settings',
    properties: {
      'use-radius': { type: boolean, default: 'no', inert: true },
      accounting: { type: boolean, default: 'yes', inert: true },
      'interim-update': { type: duration, default: '0s', inert: true },
      'default-group': { type: groupReference(twin), default: 'read', inert: true },
      'exclude-groups': { type: commaList(groupReference(twin)), default: '', inert: true },
    },
  };
}

/** `/user active`: to be looked at; from 7 on a session can be ended from there. */
export function activeUsers(twin: Twin): MenuSpec {
  const isMajor7 = twin.version.major > 6;
  return {
    path: 'user active',
    kind: 'list',
    noSet: true,
    fixed: true,
    neverExported: true,
    flags: [[{ letter: 'R', name: 'radius' }]],
    columns: ['when', 'name', 'address', 'via'],
    properties: {
      when: { type: word, readonly: true },
      name: { type: text, readonly: true },
      address: { type: word, readonly: true },
      via: { type: word, readonly: true },
      group: { type: word, readonly: true },
      radius: { type: boolean, readonly: true },
    },
    dynamicRows: () =>
      twin.accounts.active.map(
        ({ id, sinceMs, user, address, via, group }): Row => ({
          id,
          dynamic: false,
          props: { when: dateTimeText(sinceMs, twin.version), name: user, address, via, group, radius: 'no' },
        }),
      ),
    ...(isMajor7 ? { actions: { 'request-logout': requestLogout(twin) } } : {}),
  };
}

function requestLogout(twin: Twin): ActionSpec {
  return {
    params: ['numbers'],
    positional: ['numbers'],
    run: async ({ args }) => {
      const asked = toPropertyText(args.get('numbers') ?? nothing).split(/[,;]/);
      const sessions = twin.accounts.active.filter(({ id }, at) => asked.includes(id) || asked.includes(String(at)));
      if (sessions.length === 0) throw new RouterosError('no such item', { category: trapCategories.missing });
      // A session of REST has no connection to end.
      if (sessions.some(({ end }) => end === undefined))
        throw new RouterosError('action failed (6)', { category: trapCategories.general });
      for (const { end } of sessions) end?.();
      return nothing;
    },
  };
}

/** `/password`: one's own. */
export function passwordCommand(twin: Twin): ActionSpec {
  const given = ({ args }: ActionCall, name: string): string => toPropertyText(args.get(name) ?? nothing);
  return {
    params: ['old-password', 'new-password', 'confirm-new-password'],
    run: async (call) => {
      const menu = twin.menus.get('user');
      const user = menu.items.find(({ props }) => props['name'] === call.user);
      if (user === undefined) throw new RouterosError('no such item', { category: trapCategories.missing });
      if ((user.props['password'] ?? '') !== given(call, 'old-password')) throw failure('incorrect current password');
      const password = given(call, 'new-password');
      if (password !== given(call, 'confirm-new-password')) throw failure('new passwords do not match');
      await menu.set(user.id, { password });
      return nothing;
    },
  };
}
