import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Props } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

export interface Letter {
  readonly to: string;
  readonly cc: string | undefined;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly string[];
  /** What `send` was given beyond the settings. */
  readonly given: Props;
}

export type MailStatus = 'none' | 'in-progress' | 'succeeded' | 'failed';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

/** Longer than any server of a lab needs. */
const patienceMs = 5000;

/** `/tool e-mail`: letters that the router itself takes to a server, through its own rules. */
export class Mail {
  readonly #twin: Twin;
  status: MailStatus = 'none';

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  /** An error is written to the log as RouterOS writes it, and thrown. */
  async send(letter: Letter): Promise<void> {
    this.status = 'in-progress';
    try {
      await this.#deliver(letter);
      this.status = 'succeeded';
    } catch (error) {
      this.status = 'failed';
      const reason = error instanceof RouterosError ? error.message.replace('failure: ', '') : reasonOf(error);
      this.#twin.log.write(['e-mail', 'error'], `Error sending e-mail <${letter.subject}>: ${reason}`);
      throw error instanceof RouterosError ? error : failure(reason);
    }
  }

  async #deliver(letter: Letter): Promise<void> {
    const settings = { ...this.#twin.menus.get('tool e-mail').settings.props, ...letter.given };
    const server = settings['server'] ?? settings['address'] ?? '0.0.0.0';
    if (!this.#twin.enforced) throw failure('this twin stands alone: it has no network');
    if (server === '0.0.0.0' || server === '') throw failure('no server address specified');
    const host = await this.#twin.resolver.resolve(server);
    // Only who sends mail pays for what it takes to.
    const { createTransport } = await import('nodemailer');
    const tls = settings['tls'] ?? settings['start-tls'] ?? 'no';
    const { user = '', password = '' } = settings;
    const transport = createTransport({
      host,
      port: Number(settings['port'] ?? '25'),
      name: this.#twin.identity.replace(/[^\w.-]/g, '-'),
      secure: tls === 'tls-only' || tls === 'yes-tls',
      ignoreTLS: tls === 'no',
      requireTLS: tls === 'yes' || tls === 'starttls',
      // RouterOS has no store of authorities for mail unless it is told to look.
      tls: { rejectUnauthorized: settings['certificate-verification'] === 'yes', servername: server },
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      ...(user === '' ? {} : { auth: { user, pass: password } }),
    });
    await transport.sendMail({
      from: settings['from'] ?? '<>',
      to: letter.to,
      ...(letter.cc === undefined ? {} : { cc: letter.cc }),
      subject: letter.subject,
      text: letter.body,
      attachments: letter.files.map((name) => ({ filename: name, content: Buffer.from(this.#read(name)) })),
    });
  }

  #read(name: string): Uint8Array {
    const file = this.#twin.files.find(name);
    if (file === undefined) throw failure(`no such file ${name}`);
    return file.bytes;
  }
}

/** In RouterOS's words, as far as they are known. */
function reasonOf(error: unknown): string {
  const { code = '', responseCode } = error as { code?: string; responseCode?: number };
  if (code === 'EAUTH') return 'AUTH failed';
  if (code === 'ETIMEDOUT' || code === 'ECONNECTION' || code === 'ESOCKET') return 'timeout occurred';
  if (responseCode !== undefined) return `server refused with ${responseCode}`;
  return error instanceof Error ? error.message : String(error);
}
