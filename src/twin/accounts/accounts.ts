import { addressContains } from '../address-contains.ts';
import { IdSource } from '../menu/id-source.ts';
import type { Item } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import type { Policy } from './policy.ts';
import { parsePolicies, policiesOf } from './policy.ts';
import type { ActiveSession, Peer, Session } from './session.ts';
import { policyFor } from './session.ts';

/** Who may come in, and who is in. */
export class Accounts {
  readonly #twin: Twin;
  readonly #ids = new IdSource();
  readonly #active = new Map<string, ActiveSession>();
  /** Of users, by the ids of their items. */
  readonly #lastLogins = new Map<string, number>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  /** Refused, it gives `undefined`; either is written to the log as RouterOS writes it. */
  logIn(name: string, password: string, peer: Peer): Session | undefined {
    return this.#decide(name, peer, (user) => (user.props['password'] ?? '') === password);
  }

  /** For a peer that has proved by other means who it is: by a key of `/user ssh-keys`. */
  logInProven(name: string, peer: Peer): Session | undefined {
    return this.#decide(name, peer, () => true);
  }

  /** Would this user be let in at all, apart from its password? Writes nothing. */
  mayEnter(name: string, peer: Peer): boolean {
    return this.#admitted(name, peer) !== undefined;
  }

  /** Writes the line of a refused login, for attempts that are no password's. */
  refuse(name: string, { address, via, management }: Peer): void {
    if (management === true) return;
    const from = address === '' ? '' : ` from ${address}`;
    this.#twin.log.write(['system', 'error', 'critical'], `login failure for user ${name}${from} via ${via}`);
  }

  get active(): readonly ActiveSession[] {
    return [...this.#active.values()];
  }

  lastLoginMs(userId: string): number | undefined {
    return this.#lastLogins.get(userId);
  }

  #decide(name: string, peer: Peer, proves: (user: Item) => boolean): Session | undefined {
    if (peer.management === true) return this.#managementSession(name, peer);
    const user = this.#admitted(name, peer);
    if (user !== undefined && proves(user)) return this.#begin(user, peer);
    this.refuse(name, peer);
    return undefined;
  }

  #admitted(name: string, { address, via }: Peer): Item | undefined {
    const user = this.#twin.menus.get('user').items.find(({ props }) => props['name'] === name);
    if (user === undefined || !isEnabled(user)) return undefined;
    const allowed = user.props['address'] ?? '';
    const comesFromThere = allowed.split(',').some((prefix) => prefix === '' || addressContains(prefix, address));
    return (address === '' || comesFromThere) && this.#policiesOf(user).has(policyFor[via]) ? user : undefined;
  }

  #policiesOf(user: Item): ReadonlySet<Policy> {
    const groups = this.#twin.menus.get('user group').items;
    const group = groups.find(({ props }) => props['name'] === user.props['group']);
    return new Set(parsePolicies(group?.props['policy'] ?? ''));
  }

  #begin(user: Item, peer: Peer): Session {
    const { address, via, end } = peer;
    const name = user.props['name'] ?? '';
    const session: ActiveSession = {
      id: this.#ids.next(),
      user: name,
      group: user.props['group'] ?? '',
      policies: this.#policiesOf(user),
      via,
      address,
      sinceMs: this.#twin.clock.wallMs,
      end,
      logOut: () => this.#end(session),
    };
    this.#active.set(session.id, session);
    // REST does not move it (api-facts 6).
    if (via !== 'rest-api') this.#lastLogins.set(user.id, session.sinceMs);
    this.#account(session, 'in');
    return session;
  }

  #end(session: ActiveSession): void {
    if (this.#active.delete(session.id)) this.#account(session, 'out');
  }

  #account({ user, address, via }: Session, direction: 'in' | 'out'): void {
    const from = address === '' ? '' : ` from ${address}`;
    this.#twin.log.write(['system', 'info', 'account'], `user ${user} logged ${direction}${from} via ${via}`);
  }

  #managementSession(user: string, { via, address }: Peer): Session {
    return {
      user,
      via,
      address,
      management: true,
      policies: new Set(policiesOf(this.#twin.version)),
      logOut: () => undefined,
    };
  }
}
