import type { RosVersion } from '../version.ts';

/** Every policy that a group can grant, in the order in which RouterOS prints them (MikroTik's manual, "User"). */
const policies = [
  'local',
  'telnet',
  'ssh',
  'ftp',
  'reboot',
  'read',
  'write',
  'policy',
  'test',
  'winbox',
  'password',
  'web',
  'sniff',
  'sensitive',
  'api',
  'romon',
  'dude',
  'tikapp',
  'rest-api',
] as const;

export type Policy = (typeof policies)[number];

const onlyIn6: readonly Policy[] = ['dude', 'tikapp'];
const onlyIn7: readonly Policy[] = ['rest-api'];

/** Those of a release: 7 has no Dude and no phone application to admit, 6 no REST. */
export function policiesOf({ major }: RosVersion): readonly Policy[] {
  const absent = major === 6 ? onlyIn7 : onlyIn6;
  return policies.filter((policy) => !absent.includes(policy));
}

/** What each of the groups that cannot be removed does not grant. */
const withheld = {
  read: ['ftp', 'write', 'policy', 'dude'],
  write: ['ftp', 'policy', 'dude'],
  full: [],
} as const satisfies Record<string, readonly Policy[]>;

export type BuiltInGroup = keyof typeof withheld;

export function builtInGroups(
  version: RosVersion,
): readonly { readonly name: BuiltInGroup; readonly policy: string }[] {
  const all = policiesOf(version);
  const grants = (name: BuiltInGroup): Policy[] => {
    const without: readonly Policy[] = withheld[name];
    return all.filter((policy) => !without.includes(policy));
  };
  return (['read', 'write', 'full'] as const).map((name) => ({ name, policy: policyText(grants(name), version) }));
}

/** As RouterOS keeps it: what is granted, then what is not. */
export function policyText(granted: readonly Policy[], version: RosVersion): string {
  const all = policiesOf(version);
  const refused = all.filter((policy) => !granted.includes(policy));
  return [...all.filter((policy) => granted.includes(policy)), ...refused.map((policy) => `!${policy}`)].join(',');
}

/** `read,write,!ftp`: what it grants; undefined when a word is no policy. A word of another release is passed over. */
export function parsePolicies(text: string): readonly Policy[] | undefined {
  const granted: Policy[] = [];
  for (const word of text === '' ? [] : text.split(',')) {
    const policy = policies.find((name) => name === word.replace(/^!/, ''));
    if (policy === undefined) return undefined;
    if (!word.startsWith('!')) granted.push(policy);
  }
  return granted;
}
