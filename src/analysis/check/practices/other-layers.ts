import type { Item } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';

/** Practice 10: "Do not use it as the only layer of protection". */
export const otherLayers: Check = {
  id: 'other-layers',
  practice: 10,
  level: 'warning',
  title: 'the knock is not the only layer',
  finds: 'services that strangers reach, over IPv6 as well; services for every address; passwords that are guessed',
  source: 'MikroTik’s manual, “Services” and “Securing your router”',
  find: (subject) => [...openPorts(subject), ...overIpv6(subject), ...anyAddress(subject), ...weakUsers(subject)],
};

const services = ({ configuration }: Subject): readonly Item[] =>
  configuration.items('/ip service').filter(({ properties }) => properties.get('disabled') !== 'yes');

const nameOf = ({ properties }: Item): string => properties.get('name') ?? '';

function openPorts(subject: Subject): Fault[] {
  const open = services(subject).flatMap((service) => {
    const port = Number(service.properties.get('port'));
    const fate = subject.stranger.meets({ protocol: 'tcp', dstPort: port, state: 'new' }, 'input', 'drops');
    return fate.isDropped ? [] : [{ name: nameOf(service), port, rule: fate.rule }];
  });
  const [first] = open;
  if (first === undefined) return [];
  const names = open.map(({ name }) => name).join(', ');
  return [
    {
      ...(first.rule === undefined ? {} : { at: first.rule }),
      problem:
        first.rule === undefined
          ? `chain input drops nothing for ${names}: what no rule takes is accepted`
          : `lets strangers in to ${names}`,
      why: 'These services answer everybody, whether or not he has knocked.',
      fix: 'End chain input with: add action=drop chain=input (or with in-interface=… of the outside).',
      witness: { kind: 'open', protocol: 'tcp', port: first.port, family: 'ip', chain: 'input' },
    },
  ];
}

function overIpv6(subject: Subject): Fault[] {
  const { configuration, stranger } = subject;
  const isOff = configuration
    .items('/ipv6 settings')
    .some(({ properties }) => properties.get('disable-ipv6') === 'yes');
  const address = configuration.items('/ipv6 address').find(({ properties }) => properties.get('disabled') !== 'yes');
  const asked = { protocol: 'tcp', dstPort: 22, state: 'new', family: 'ipv6', chain: 'input' } as const;
  if (isOff || address === undefined || stranger.meets(asked, 'input', 'drops').isDropped) return [];
  return [
    {
      at: { ...address, menu: '/ipv6 address' },
      problem: 'the router has IPv6 addresses, and nothing drops what strangers send to them',
      why: 'IPv6 has a firewall of its own. The same services answer there without any knock.',
      fix: '/ipv6 firewall filter add action=drop chain=input (behind established, related and ICMPv6), or /ipv6 settings set disable-ipv6=yes.',
      witness: { kind: 'open', protocol: 'tcp', port: 22, family: 'ipv6', chain: 'input' },
    },
  ];
}

function anyAddress(subject: Subject): Fault[] {
  const isAnywhere = ({ properties }: Item): boolean => ['', '0.0.0.0/0'].includes(properties.get('address') ?? '');
  const users = subject.configuration.items('/user');
  if (users.length > 0 && !users.some(isAnywhere)) return [];
  const open = services(subject).filter(isAnywhere);
  const [first] = open;
  if (first === undefined) return [];
  return [
    {
      at: { ...first, menu: '/ip service' },
      problem: `from every address one may log in to ${open.map(nameOf).join(', ')}`,
      why: 'The firewall is then all that stands between the world and the login. One wrong rule, and nothing does.',
      fix: 'Disable what nobody uses (/ip service set telnet,ftp,www,api,api-ssl disabled=yes), and give the others address= of those networks that they are for.',
    },
  ];
}

const guessed: ReadonlySet<string> = new Set([
  '',
  'admin',
  'password',
  'mikrotik',
  'routeros',
  '1234',
  '12345',
  '123456',
]);

function weakUsers({ configuration }: Subject): Fault[] {
  return configuration.items('/user').flatMap((user) => {
    const password = user.properties.get('password')?.toLowerCase();
    if (password === undefined || user.properties.get('disabled') === 'yes') return [];
    if (!guessed.has(password) && password !== nameOf(user).toLowerCase()) return [];
    return [
      {
        at: { ...user, menu: '/user' },
        problem: `user ${nameOf(user)} has ${password === '' ? 'no password' : 'a password that anybody would try'}`,
        why: 'Behind the knock there is nothing left to get past.',
        fix: 'Give a password of its own, or a key; rename or disable admin.',
      },
    ];
  });
}
