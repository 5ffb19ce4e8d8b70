import type { LogTarget, OutgoingLine } from '../log.ts';
import type { Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import { logTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import { SyslogSender } from './syslog-sender.ts';

/** Brings `/system logging` and its actions into effect. */
export class LogTargets {
  readonly #twin: Twin;
  readonly #syslog = new SyslogSender();
  /** Terminals that lines of `target=echo` appear on. */
  readonly echoes = new Set<(line: OutgoingLine) => void>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  enact(): void {
    const { menus, log } = this.#twin;
    log.rules = menus
      .get('system logging')
      .items.filter(isEnabled)
      .map(({ props }) => ({
        topics: (props['topics'] ?? 'info').split(','),
        action: props['action'] ?? 'memory',
        prefix: props['prefix'] ?? '',
      }));
    const actions = menus.get('system logging action').items;
    log.targets = new Map(actions.map(({ props }) => [props['name'] ?? '', this.#target(props)]));
  }

  #target(action: Props): LogTarget {
    switch (action['target']) {
      case 'memory':
        return {
          kind: 'memory',
          lines: Number(action['memory-lines'] ?? 1000),
          stopsWhenFull: action['memory-stop-on-full'] === 'yes',
        };
      case 'remote':
        return {
          kind: 'elsewhere',
          take: (line) => {
            if (this.#twin.enforced) this.#syslog.send(action, line, this.#twin.identity);
          },
        };
      case 'disk':
        return { kind: 'elsewhere', take: (line) => this.#toDisk(action, line) };
      case 'echo':
        return {
          kind: 'elsewhere',
          take: (line) => {
            for (const echo of this.echoes) echo(line);
          },
        };
      case 'email':
        return { kind: 'elsewhere', take: (line) => this.#toMail(action, line) };
      default:
        return { kind: 'elsewhere', take: () => undefined };
    }
  }

  /** A letter for each line; what goes wrong with letters is no matter for letters. */
  #toMail(action: Props, { topics, message }: OutgoingLine): void {
    const { mail, identity } = this.#twin;
    const to = action['email-to'] ?? '';
    if (to === '' || topics.includes('e-mail')) return;
    const subject = `${identity}: ${topics.join(',')}`;
    mail.send({ to, cc: undefined, subject, body: message, files: [], given: {} }).catch(() => undefined);
  }

  /** `log.0.txt` is written until it is full; then it becomes `log.1.txt` and so on, as many as there may be. */
  #toDisk(action: Props, { wallMs, topics, message }: OutgoingLine): void {
    const { files, clock, version } = this.#twin;
    const {
      'disk-file-name': name = 'log',
      'disk-lines-per-file': most = '1000',
      'disk-file-count': count = '2',
    } = action;
    const file = (number: number): string => `${name}.${number}.txt`;
    const read = (number: number): string => Buffer.from(files.find(file(number))?.bytes ?? []).toString();
    const lines = read(0)
      .split('\n')
      .filter((line) => line !== '');
    if (lines.length >= Number(most)) {
      for (let number = Number(count) - 1; number > 0; number--)
        files.write(file(number), Buffer.from(read(number - 1)));
      lines.length = 0;
    }
    lines.push(`${logTimeText(wallMs, clock.wallMs, version)} ${topics.join(',')} ${message}`);
    files.write(file(0), Buffer.from(`${lines.join('\n')}\n`));
  }
}
