import type { Props } from '../menu/menu-spec.ts';

/** What a certificate is to say, as the properties of `/certificate add` say it. */
export interface Template {
  /** `CN=gw,O=Example` */
  readonly subject: string;
  /** `IP:192.0.2.1`, `DNS:gw.example`, `email:…` */
  readonly names: readonly string[];
  readonly keySize: string;
  readonly days: number;
  readonly usage: readonly string[];
}

/** Names of the parts of a subject, in RouterOS's order. */
const parts = {
  country: 'C',
  state: 'ST',
  locality: 'L',
  organization: 'O',
  unit: 'OU',
  'common-name': 'CN',
} as const;

/** MikroTik's manual, "Certificates". */
export const defaultUsage =
  'digital-signature,key-encipherment,data-encipherment,key-cert-sign,crl-sign,tls-server,tls-client';

export function templateOf(props: Props): Template {
  const subject = Object.entries(parts).flatMap(([property, part]) => {
    const value = props[property] ?? '';
    return value === '' ? [] : [`${part}=${value.replace(/[,+"\\<>;=]/g, (sign) => `\\${sign}`)}`];
  });
  return {
    subject: subject.join(','),
    names: (props['subject-alt-name'] ?? '').split(',').filter((name) => /^(IP|DNS|email):./.test(name)),
    keySize: props['key-size'] ?? '2048',
    days: Number(props['days-valid'] ?? 365),
    usage: (props['key-usage'] ?? defaultUsage).split(','),
  };
}

/** The properties that a subject gives an item. */
export function subjectProps(subject: string): Props {
  const lines = subject.split('\n').map((line) => line.split(/=(.*)/s));
  return Object.fromEntries(
    Object.entries(parts).flatMap(([property, part]) => {
      const value = lines.find(([name]) => name === part)?.[1];
      return value === undefined ? [] : [[property, value] as const];
    }),
  );
}
