import type { AuthContext, AuthenticationType, PasswordAuthContext, PublicKeyAuthContext } from 'ssh2';
import ssh2 from 'ssh2';
import type { LoginName } from '../../accounts/login-name.ts';
import { parseLoginName } from '../../accounts/login-name.ts';
import type { Peer, Session } from '../../accounts/session.ts';
import type { Twin } from '../../twin.ts';

/** A client that is refused so often is sent away. */
const mostFailures = 6;

/** Lets a client of SSH in: by password or by a key of `/user ssh-keys`. */
export class SshLogin {
  readonly #twin: Twin;
  readonly #peer: Peer;
  #failures = 0;
  session: Session | undefined;
  name: LoginName = parseLoginName('');

  constructor(twin: Twin, peer: Peer) {
    this.#twin = twin;
    this.#peer = peer;
  }

  get isExhausted(): boolean {
    return this.#failures >= mostFailures;
  }

  decide(context: AuthContext): void {
    if (this.isExhausted) return;
    this.name = parseLoginName(context.username);
    if (context.method === 'password') this.#byPassword(context);
    else if (context.method === 'publickey') this.#byKey(context);
    else context.reject(this.#methods());
  }

  #byPassword(context: PasswordAuthContext): void {
    const { user } = this.name;
    if (this.#takesPassword(user)) this.session = this.#twin.accounts.logIn(user, context.password, this.#peer);
    else this.#twin.accounts.refuse(user, this.#peer);
    this.#answer(context);
  }

  /** A key is shown first and used afterwards: only then does its owner sign with it (RFC 4252, 7). */
  #byKey(context: PublicKeyAuthContext): void {
    const { user } = this.name;
    const isKnown = this.#keysOf(user).includes(context.key.data.toString('base64'));
    const isGood = isKnown && this.#twin.accounts.mayEnter(user, this.#peer);
    if (isGood && context.signature === undefined) context.accept();
    else {
      if (isGood && isSigned(context)) this.session = this.#twin.accounts.logInProven(user, this.#peer);
      this.#answer(context);
    }
  }

  #answer(context: AuthContext): void {
    if (this.session === undefined) this.#refuse(context);
    else context.accept();
  }

  #refuse(context: AuthContext): void {
    this.#failures += 1;
    context.reject(this.#methods());
  }

  #methods(): AuthenticationType[] {
    return this.#takesPassword(this.name.user) ? ['publickey', 'password'] : ['publickey'];
  }

  #keysOf(user: string): readonly string[] {
    const keys = this.#twin.menus.get('user ssh-keys').items.filter(({ props }) => props['user'] === user);
    return keys.map(({ props }) => props['key'] ?? '');
  }

  /** Who has a key has, unless `/ip ssh` says so, no use of a password any more (api-facts 7). */
  #takesPassword(user: string): boolean {
    const { props } = this.#twin.menus.get('ip ssh').settings;
    const setting =
      props['password-authentication'] ?? (props['always-allow-password-login'] === 'yes' ? 'yes' : 'yes-if-no-key');
    return setting === 'yes' || (setting === 'yes-if-no-key' && this.#keysOf(user).length === 0);
  }
}

function isSigned({ key, blob, signature, hashAlgo }: PublicKeyAuthContext): boolean {
  const parsed = ssh2.utils.parseKey(key.data);
  if (parsed instanceof Error || blob === undefined || signature === undefined) return false;
  return parsed.verify(blob, signature, hashAlgo) === true;
}
