import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import type { OutgoingLine } from '../log.ts';
import type { Props } from '../menu/menu-spec.ts';

/** RFC 3164's numbers. */
export const syslogFacilities: readonly string[] =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp'.split(' ');
export const syslogSeverities: readonly string[] = 'emergency alert critical error warning notice info debug'.split(
  ' ',
);
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A message to a syslog server holds about so many bytes; a longer line goes in pieces (language-facts 8). */
const mostBytes = 1024;

const facilityNumber = (name: string): number => {
  const local = /^local(\d)$/.exec(name)?.[1];
  return local === undefined ? Math.max(0, syslogFacilities.indexOf(name)) : 16 + Number(local);
};

/** Lines of `target=remote` as UDP datagrams, sent by the router through its own rules. */
export class SyslogSender {
  readonly #sockets = new Map<string, Socket>();

  send(action: Props, line: OutgoingLine, identity: string): void {
    const { remote = '', 'remote-port': port = '514', 'src-address': source = '0.0.0.0' } = action;
    const family = isIP(remote);
    if (family === 0 || remote === '0.0.0.0') return;
    const socket = this.#socket(family === 6 ? '::' : source, family === 6 ? 'udp6' : 'udp4');
    for (const text of pieces(line)) {
      // Nobody answers a log line: what cannot be sent is lost, as on a router.
      socket.send(
        Buffer.from(formatLine(action, { ...line, message: text }, identity)),
        Number(port),
        remote,
        () => undefined,
      );
    }
  }

  #socket(source: string, type: 'udp4' | 'udp6'): Socket {
    const known = this.#sockets.get(source);
    if (known !== undefined) return known;
    const socket = createSocket(type)
      .on('error', () => this.#sockets.delete(source))
      .unref();
    socket.bind({ address: source, port: 0, exclusive: true });
    this.#sockets.set(source, socket);
    return socket;
  }
}

function pieces({ message }: OutgoingLine): string[] {
  const found = message.match(new RegExp(`[\\s\\S]{1,${mostBytes}}`, 'g'));
  return found ?? [''];
}

/** Topics and message; with `bsd-syslog` (from 7.18 `remote-log-format=syslog`) behind RFC 3164's head. */
export function formatLine(action: Props, { wallMs, topics, message }: OutgoingLine, identity: string): string {
  const text = `${topics.join(',')} ${message}`;
  if (action['bsd-syslog'] !== 'yes' && action['remote-log-format'] !== 'syslog') return text;
  const { 'syslog-facility': facility = 'daemon', 'syslog-severity': severity = 'auto' } = action;
  const priority = facilityNumber(facility) * 8 + severityNumber(severity, topics);
  return `<${priority}>${timeText(action, wallMs)} ${identity.replaceAll(' ', '_')} ${text}`;
}

function severityNumber(severity: string, topics: readonly string[]): number {
  if (severity !== 'auto') return syslogSeverities.indexOf(severity);
  const own = syslogSeverities.findIndex((name) => topics.includes(name));
  return own < 0 ? syslogSeverities.indexOf('info') : own;
}

function timeText({ 'syslog-time-format': format }: Props, wallMs: number): string {
  const date = new Date(wallMs);
  if (format === 'iso8601') return `${date.toISOString().slice(0, 19)}+00:00`;
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${months[date.getUTCMonth()] ?? ''} ${day} ${date.toISOString().slice(11, 19)}`;
}
