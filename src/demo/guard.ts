import { timingSafeEqual } from 'node:crypto';
import { networkInterfaces } from 'node:os';

/** What is looked at before a request is answered. */
export interface Knock {
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

export interface GuardOptions {
  /** In every address of the page. */
  readonly token: string;
  readonly address: string;
  readonly port: () => number;
  /** Asked for when the page can be reached from other machines. */
  readonly password?: string | undefined;
  /** What a browser that has given the password shows from then on. */
  readonly pass: string;
}

export type Refusal = { readonly status: 401 | 403 | 404; readonly why: string };

/**
 * Lets in who has the page's address: the token is in it. A page of another origin, and a name that only leads here
 * (DNS rebinding), are refused even with it.
 */
export function refusalOf(knock: Knock, options: GuardOptions): Refusal | undefined {
  if (knock.host === undefined || !isOwnHost(knock.host, options)) return { status: 403, why: 'unknown host' };
  if (knock.origin !== undefined && knock.origin !== `http://${knock.host}`)
    return { status: 403, why: 'other origin' };
  if (!isEqual(knock.path.split('/')[1] ?? '', options.token)) return { status: 404, why: 'not found' };
  if (options.password !== undefined && !hasPassword(knock, options, options.password)) {
    return { status: 401, why: 'password wanted' };
  }
  return undefined;
}

function isOwnHost(host: string, { address, port }: GuardOptions): boolean {
  const names = address === '127.0.0.1' ? ['127.0.0.1', 'localhost'] : [address, ...ownAddresses(address)];
  return names.some((name) => host === `${name.includes(':') ? `[${name}]` : name}:${port()}`);
}

/** Whoever listens everywhere is reached under any of the machine's addresses. */
function ownAddresses(address: string): string[] {
  if (address !== '0.0.0.0' && address !== '::') return [];
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address));
}

function hasPassword({ authorization, cookie }: Knock, { pass }: GuardOptions, password: string): boolean {
  const shown = /(?:^|;\s*)knocklab=([\w-]+)/.exec(cookie ?? '')?.[1];
  if (shown !== undefined && isEqual(shown, pass)) return true;
  const given = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
  if (given === undefined) return false;
  const text = Buffer.from(given, 'base64').toString();
  return isEqual(text.slice(text.indexOf(':') + 1), password);
}

/** In a time that says nothing about where they differ. */
function isEqual(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}
