import { parseIp, parseIp6, parseIp6Prefix, parseIpPrefix } from '../../../routeros/address.ts';
import type { Configuration, Item } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';
import { demands } from '../firewall.ts';

/** Practice 4: "Even more secure (address list knocking)": names of hosts, kept up to date by dynamic DNS. */
export const namedKnockers: Check = {
  id: 'named-knockers',
  practice: 4,
  level: 'note',
  title: 'only named hosts may begin to knock',
  finds: 'a first knock that may come from anywhere; host names in lists that the router cannot resolve',
  source: 'MikroTik’s manual, “Address-lists”',
  find: (subject) => [...anybody(subject), ...unresolved(subject)],
};

const fromWhere: readonly string[] = ['src-address-list', 'src-address', 'src-mac-address'];

function anybody({ ladders }: Subject): Fault[] {
  return ladders.flatMap(({ stages: [first] }) => {
    if (first === undefined || fromWhere.some((name) => demands(first.rule, name).length > 0)) return [];
    return [
      {
        at: first.rule,
        problem: 'the first knock may come from anywhere',
        why: 'The whole world can try sequences, or replay one that was overheard.',
        fix: 'Write the names of those who may knock (dynamic DNS follows their addresses) into a list, and ask for it: /ip firewall address-list add address=home.example.net list=friends, then src-address-list=friends.',
      },
    ];
  });
}

function unresolved({ configuration, stranger }: Subject): Fault[] {
  const names = configuration.items('/ip firewall address-list').filter(isName);
  const [first] = names;
  if (first === undefined) return [];
  const name = first.properties.get('address') ?? '';
  const at = { ...first, menu: '/ip firewall address-list' };
  if (!resolves(configuration))
    return [
      {
        at,
        problem: `the router has nobody to ask for the name ${name}`,
        why: 'The list stays empty, and with it the door shut, for the right people too.',
        fix: '/ip dns set servers=…, or take them from the provider (/ip dhcp-client).',
      },
    ];
  const answer = stranger.meets({ protocol: 'udp', dstPort: 49152, state: 'established' }, 'input', 'lets pass');
  if (!answer.isDropped) return [];
  return [
    {
      at,
      problem: `answers to the question for ${name} are dropped${answer.rule === undefined ? '' : ` by rule ${answer.rule.number}`}`,
      why: 'The list stays empty, and with it the door shut, for the right people too.',
      fix: 'Accept established and related connections before.',
    },
  ];
}

function isName({ properties }: Item): boolean {
  const address = properties.get('address') ?? '';
  const [from = ''] = address.split('-');
  const isAddress = [parseIp, parseIpPrefix, parseIp6, parseIp6Prefix].some((parse) => parse(address) !== undefined);
  return address !== '' && !isAddress && parseIp(from) === undefined && properties.get('disabled') !== 'yes';
}

function resolves(configuration: Configuration): boolean {
  const dns = configuration.items('/ip dns')[0]?.properties;
  if ((dns?.get('servers') ?? '') !== '' || (dns?.get('use-doh-server') ?? '') !== '') return true;
  const uplinks = ['/ip dhcp-client', '/interface pppoe-client', '/interface lte'];
  return uplinks.some((menu) => configuration.items(menu).some((item) => item.properties.get('use-peer-dns') !== 'no'));
}
