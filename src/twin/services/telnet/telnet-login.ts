const longestInput = 256;

/** A client that has not been refused often enough to go by itself. */
const mostAttempts = 10;

export interface LoginOptions {
  write(text: string): void;
  /** Gives whether this user is let in. */
  decide(user: string, password: string): boolean;
  giveUp(): void;
}

/** Asks for a name and a password: the name is echoed, the password is not. */
export class TelnetLogin {
  readonly #options: LoginOptions;
  #input = '';
  #user: string | undefined;
  #attempts = 0;

  constructor(options: LoginOptions) {
    this.#options = options;
  }

  /** Gives whether that was the key with which somebody has come in. */
  take(byte: number): boolean {
    if (byte === 13) return this.#enter();
    if (byte === 8 || byte === 127) this.#erase();
    else if (byte >= 32 && this.#input.length < longestInput) this.#append(String.fromCharCode(byte));
    return false;
  }

  #append(character: string): void {
    this.#input += character;
    if (this.#user === undefined) this.#options.write(character);
  }

  #erase(): void {
    if (this.#user === undefined && this.#input !== '') this.#options.write('\b \b');
    this.#input = this.#input.slice(0, -1);
  }

  #enter(): boolean {
    const line = Buffer.from(this.#input, 'latin1').toString();
    this.#input = '';
    if (this.#user !== undefined) return this.#decide(this.#user, line);
    if (line === '') this.#options.write('\r\nLogin: ');
    else {
      this.#user = line;
      this.#options.write('\r\nPassword: ');
    }
    return false;
  }

  #decide(user: string, password: string): boolean {
    this.#user = undefined;
    if (this.#options.decide(user, password)) {
      this.#options.write('\r\n');
      return true;
    }
    this.#attempts += 1;
    this.#options.write('\r\nLogin failed, incorrect username or password\r\n\r\n');
    if (this.#attempts < mostAttempts) this.#options.write('Login: ');
    else this.#options.giveUp();
    return false;
  }
}
