import { parseDuration } from '../../routeros/duration.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { DnsQuestion } from './dns-message.ts';
import type { DnsRecord } from './dns-record.ts';
import { recordTypes } from './dns-record.ts';

/** What `/ip dns static` says to a question. */
export type StaticAnswer =
  | { readonly kind: 'records'; readonly records: readonly DnsRecord[]; readonly addressLists: readonly string[] }
  | { readonly kind: 'no-such-name' }
  /** Asked of these servers instead; none: of the usual ones. */
  | { readonly kind: 'forward'; readonly to: string | undefined; readonly addressLists: readonly string[] };

/** Regular expressions come first, in their order, and then names; undefined: nothing is said of this name. */
export function staticAnswer(items: readonly Item[], question: DnsQuestion): StaticAnswer | undefined {
  const enabled = items.filter(isEnabled);
  const byPattern = enabled.filter(
    ({ props }) => props['regexp'] !== undefined && matches(props['regexp'], question.name),
  );
  const found = byPattern.length > 0 ? byPattern : byName(enabled, question.name);
  if (found.length === 0) return undefined;
  const addressLists = [...new Set(found.flatMap(({ props }) => props['address-list'] ?? []))];
  const types = found.map(({ props }) => props['type'] ?? 'A');
  if (types.includes('NXDOMAIN')) return { kind: 'no-such-name' };
  const forward = found[types.indexOf('FWD')];
  if (forward !== undefined) return { kind: 'forward', to: forward.props['forward-to'], addressLists };
  const fitting = found.filter((_, index) => isAsked(types[index] ?? 'A', question.type));
  return { kind: 'records', records: fitting.flatMap(({ props }) => recordOf(props, question.name)), addressLists };
}

/** The longest name that matches, whole or as a domain. */
function byName(items: readonly Item[], asked: string): readonly Item[] {
  const matching = items.filter(({ props }) => {
    const name = (props['name'] ?? '').toLowerCase().replace(/\.$/, '');
    return name !== '' && (name === asked || (props['match-subdomain'] === 'yes' && asked.endsWith(`.${name}`)));
  });
  const longest = Math.max(...matching.map(({ props }) => (props['name'] ?? '').length));
  return matching.filter(({ props }) => (props['name'] ?? '').length === longest);
}

/** POSIX and JavaScript agree on what people write here; what is no expression matches nothing. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'i').test(name);
  } catch {
    return false;
  }
}

const anyType = 255;

/** An alias answers whatever is asked. */
const isAsked = (type: string, asked: number): boolean =>
  type === 'CNAME' || asked === anyType || recordTypes[type] === asked;

function recordOf(props: Props, name: string): DnsRecord[] {
  const { type = 'A', ttl = '1d' } = props;
  const number = recordTypes[type];
  if (number === undefined) return [];
  return [{ name, type: number, ttlSeconds: Math.round((parseDuration(ttl) ?? 0) / 1000), data: dataOf(type, props) }];
}

function dataOf(type: string, props: Props): string {
  const given = (name: string, otherwise: string): string => props[name] ?? otherwise;
  switch (type) {
    case 'CNAME':
      return given('cname', '');
    case 'MX':
      return `${given('mx-preference', '0')} ${given('mx-exchange', '')}`;
    case 'NS':
      return given('ns', '');
    case 'TXT':
      return given('text', '');
    case 'SRV':
      return (
        ['srv-priority', 'srv-weight', 'srv-port'].map((name) => given(name, '0')).join(' ') +
        ` ${given('srv-target', '')}`
      );
    default:
      return given('address', type === 'AAAA' ? '::' : '0.0.0.0');
  }
}
