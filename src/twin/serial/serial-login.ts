import type { GuestQuirks } from './guest-quirks.ts';

/** What the login needs of the router behind it. */
interface SerialRouter {
  /** `CHR`, as the login prompt names it. */
  readonly product: string;
  /** Ends the dialogue when it says yes. The name is as typed, with what may stand behind it (`admin+ct`). */
  logIn(name: string, password: string): boolean;
  setPassword(password: string): Promise<void>;
  /** From here on everything typed is the console's. */
  openConsole(): void;
}

interface Options extends GuestQuirks {
  /** Has nobody ever logged in? */
  readonly isFresh: boolean;
  readonly router: SerialRouter;
  readonly write: (text: string) => void;
  readonly pause: (ms: number) => Promise<void>;
}

type Question = 'login' | 'password' | 'licence' | 'new' | 'repeat' | 'none';

const prompts: Readonly<Record<Exclude<Question, 'login' | 'none'>, string>> = {
  password: 'Password: ',
  licence: 'Do you want to see the software license? [Y/n]: ',
  new: 'new password> ',
  repeat: 'repeat new password> ',
};

/** The dialogue of a CHR's serial console from the login prompt to the console (chr-facts 5). */
export class SerialLogin {
  readonly #options: Options;
  #question: Question = 'login';
  #isFresh: boolean;
  #line = '';
  #name = '';
  #wanted = '';

  constructor(options: Options) {
    this.#options = options;
    this.#isFresh = options.isFresh;
  }

  /** Shows the login prompt. */
  start(): void {
    this.#ask('login');
  }

  /** Takes what was typed, up to the end of a line at a time; gives back what belongs to the console. */
  async type(text: string): Promise<void> {
    for (const character of text) await this.#take(character);
  }

  async #take(character: string): Promise<void> {
    if (character === '\x03') await this.#interrupt();
    else if (character === '\r') await this.#enter();
    else if (character >= ' ') {
      this.#line += character;
      this.#say(this.#question === 'login' || this.#question === 'licence' ? character : '*');
      if (this.#question === 'licence') await this.#enter();
    }
  }

  async #enter(): Promise<void> {
    const line = this.#line;
    this.#line = '';
    if (this.#question !== 'none') this.#say('\r\n');
    await this.#answer(line);
  }

  async #answer(line: string): Promise<void> {
    if (this.#question === 'login') this.#takeName(line);
    else if (this.#question === 'password') await this.#takePassword(line);
    else if (this.#question === 'licence') await this.#firstQuestions();
    else if (this.#question === 'new') this.#takeWanted(line);
    else if (this.#question === 'repeat') await this.#takeRepeated(line);
  }

  #takeName(line: string): void {
    this.#name = line;
    this.#ask(line === '' ? 'login' : 'password');
  }

  async #takePassword(password: string): Promise<void> {
    const { router, pause, pauseMs, asksLicence } = this.#options;
    if (!router.logIn(this.#name, password)) {
      this.#say('Login failed, incorrect username or password\r\n\r\n');
      return this.#ask('login');
    }
    if (!this.#isFresh) return this.#finish();
    this.#isFresh = false;
    this.#question = 'none';
    await pause(pauseMs);
    if (asksLicence) return this.#ask('licence');
    await this.#firstQuestions();
  }

  async #firstQuestions(): Promise<void> {
    if (!this.#options.asksPassword) return this.#finish();
    this.#say('\r\nPress F1 for help\r\n\r\nChange your password\r\n\r\n');
    this.#ask('new');
  }

  #takeWanted(line: string): void {
    this.#wanted = line;
    this.#ask(line === '' ? 'new' : 'repeat');
  }

  async #takeRepeated(line: string): Promise<void> {
    if (line !== this.#wanted) {
      this.#say('\r\nNew passwords do not match!\r\n');
      return this.#ask('new');
    }
    await this.#options.router.setPassword(line);
    this.#say('\r\nPassword changed\r\n');
    this.#finish();
  }

  /** Ctrl-C skips the change of the password, and nothing else. */
  async #interrupt(): Promise<void> {
    this.#line = '';
    if (this.#question === 'new' || this.#question === 'repeat') this.#finish();
  }

  #finish(): void {
    this.#question = 'none';
    this.#options.router.openConsole();
  }

  #ask(question: Exclude<Question, 'none'>): void {
    this.#question = question;
    this.#say(question === 'login' ? `\r\n${this.#options.router.product} Login: ` : prompts[question]);
  }

  #say(text: string): void {
    this.#options.write(text);
  }
}
