import type { Session } from '../../accounts/session.ts';
import type { Twin } from '../../twin.ts';
import { RestError } from './rest-error.ts';

interface Entry {
  readonly session: Session;
  /** One command of a session after the other: an unfinished one holds the next up. */
  last: Promise<unknown>;
}

/** One session a user and address, which is used again and never logged out (api-facts 6). */
export class RestSessions {
  readonly #twin: Twin;
  readonly #entries = new Map<string, Entry>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  /** Who sent this; a 401 when it is nobody. */
  admit(authorization: string | undefined, address: string): Entry {
    const { user, password } = credentials(authorization);
    const key = JSON.stringify([user, address]);
    const known = this.#entries.get(key);
    if (known !== undefined && this.#isGood(user, password, address)) return known;
    const session = this.#twin.accounts.logIn(user, password, { address, via: 'rest-api' });
    if (session === undefined) throw new RestError(401);
    const entry = { session, last: Promise.resolve() };
    this.#entries.set(key, entry);
    return entry;
  }

  #isGood(user: string, password: string, address: string): boolean {
    const account = this.#twin.menus.get('user').items.find(({ props }) => props['name'] === user);
    const isRight = account !== undefined && (account.props['password'] ?? '') === password;
    return isRight && this.#twin.accounts.mayEnter(user, { address, via: 'rest-api' });
  }
}

function credentials(authorization = ''): { user: string; password: string } {
  const encoded = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) throw new RestError(401);
  const [, user, password] = /^([^:]*):?(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return { user: user ?? '', password: password ?? '' };
}
