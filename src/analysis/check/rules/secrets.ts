import { isSecretName } from '../../../core/mask-secrets.ts';
import type { Configuration, Item } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';
import { demands } from '../firewall.ts';
import { holdsPort } from '../ports.ts';

/** Secrets that whoever reads the file, or listens on the way, has. */
export const secrets: Check = {
  id: 'clear-text',
  level: 'warning',
  title: 'secrets are not in clear text',
  finds:
    'passwords, keys and bot tokens in the file; services that send passwords unencrypted (telnet, FTP, HTTP, API) and that a rule lets in by their port',
  source: 'MikroTik’s manual, “Configuration management” (export show-sensitive, hide-sensitive) and “Services”',
  find: (subject) => [...written(subject.configuration), ...tokens(subject.configuration), ...onTheWire(subject)],
};

function written(configuration: Configuration): Fault[] {
  return [...configuration.menus].flatMap(([menu, items]) => {
    const found = items.flatMap((item) => {
      const name = [...item.properties].find(([key, value]) => isSecretName(key) && isWritten(value))?.[0];
      return name === undefined || item.line === undefined ? [] : [{ item, name }];
    });
    const [first] = found;
    if (first === undefined) return [];
    const more = found.length === 1 ? '' : ` (and ${found.length - 1} more of ${menu})`;
    return [
      {
        at: { ...first.item, menu },
        problem: `has ${first.name} in clear text${more}`,
        why: 'Whoever reads the file, or any earlier version of it in git, has it.',
        fix: 'Export without secrets (RouterOS 7: the default; 6: /export hide-sensitive), set them by hand, and change those that were written here.',
      },
    ];
  });
}

/** Not asterisks, a variable, or the blank of a template. */
const isWritten = (value: string): boolean => value !== '' && !/^\*+$|^"?[$%<([]/.test(value);

const botToken = /\d{6,}(?::|\\3A)[A-Za-z0-9_-]{20,}/;

function tokens(configuration: Configuration): Fault[] {
  return ['/system script', '/system scheduler', '/tool netwatch'].flatMap((menu) => {
    const holding = configuration
      .items(menu)
      .filter(({ properties }) => [...properties.values()].some((value) => botToken.test(value)));
    const [first] = holding;
    if (first === undefined) return [];
    const names = holding.map(({ properties }) => properties.get('name') ?? '').filter((name) => name !== '');
    return [
      {
        at: { ...first, menu },
        level: 'note',
        problem: `${names.join(', ')} ${names.length > 1 ? 'hold' : 'holds'} a bot’s token`,
        why: 'Whoever reads the file sends messages as this bot, and reads what is sent to it.',
        fix: 'Keep the token in a script of its own that is not in the file (:global botToken), and ask @BotFather for a new one.',
      },
    ];
  });
}

const clearText: Readonly<Record<string, string>> = {
  telnet: 'telnet',
  ftp: 'FTP',
  www: 'HTTP (WebFig)',
  api: 'the API without TLS',
};

function onTheWire({ configuration, firewall }: Subject): Fault[] {
  const accepting = firewall.steps('ip', 'filter', 'input').filter(({ action }) => action === 'accept');
  const services = configuration
    .items('/ip service')
    .filter((item) => item.properties.get('disabled') !== 'yes' && clearText[nameOf(item)] !== undefined);
  const found = Map.groupBy(
    services.flatMap((service) => {
      const port = Number(service.properties.get('port'));
      // By its number: who accepts everything has chosen nothing.
      const rule = accepting.find((step) =>
        demands(step, 'dst-port').some((ports) => !ports.startsWith('!') && holdsPort(ports, port)),
      );
      return rule === undefined || demands(rule, 'protocol').includes('udp') ? [] : [{ rule, name: nameOf(service) }];
    }),
    ({ rule }) => rule.number,
  );
  return [...found.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ name }) => clearText[name]).join(', ');
    return [
      {
        at: first.rule,
        level: 'note' as const,
        problem: `lets in to ${names}, where passwords are sent in clear text`,
        why: 'Who listens on the way (the same Wi-Fi will do) reads the password, and needs no knock any more once he has seen one.',
        fix: `/ip service set ${group.map(({ name }) => name).join(',')} disabled=yes, and take SSH, WinBox, www-ssl or api-ssl.`,
      },
    ];
  });
}

const nameOf = ({ properties }: Item): string => properties.get('name') ?? '';
