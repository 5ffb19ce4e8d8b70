import { KnocklabError } from '../core/errors.ts';
import { icmpOverhead } from './ping.ts';

/** One knock, read from its text. */
export type Knock =
  | { readonly protocol: 'tcp'; readonly port: number }
  | { readonly protocol: 'udp'; readonly port: number; readonly data: string }
  /** `size` is that of the whole IP packet, as RouterOS's `packet-size` counts. */
  | { readonly protocol: 'icmp'; readonly size: number; readonly pattern: string };

const forms = '"1000/tcp", "17954/udp", "17954/udp:data=text", "icmp", "icmp:size=720", "icmp:pattern=6d696b"';
// 56 bytes of data: what ping sends.
const usualSize = 84;
const largestSize = 65_535;

/**
 * Reads one item of a sequence:
 * knock = port "/tcp" | port "/udp" [ ":data=" text ] | "icmp" [ ":" option { "," option } ];
 * option = "size=" bytes | "pattern=" hexadecimal digits.
 */
export function parseKnock(text: string): Knock {
  const port = /^(\d{1,5})\/(tcp|udp)(?::data=(.*))?$/s.exec(text);
  if (port !== null) return portKnock(text, Number(port[1]), port[2], port[3]);
  if (text === 'icmp' || text.startsWith('icmp:')) return icmpKnock(text);
  throw notAKnock(text, `expected one of the forms ${forms}`);
}

function portKnock(text: string, port: number, protocol: string | undefined, data: string | undefined): Knock {
  if (port < 1 || port > 65_535) throw notAKnock(text, 'a port is a number from 1 to 65535');
  if (protocol === 'udp') return { protocol: 'udp', port, data: data ?? '' };
  if (data !== undefined) throw notAKnock(text, 'a TCP knock is a SYN and carries no data');
  return { protocol: 'tcp', port };
}

function icmpKnock(text: string): Knock {
  const options = text.slice('icmp:'.length).split(',').filter(Boolean);
  const entries = options.map((option) => /^(size|pattern)=([0-9a-f]+)$/i.exec(option));
  if (entries.includes(null)) throw notAKnock(text, `expected one of the forms ${forms}`);
  const values = new Map(entries.map((entry) => [entry?.[1] ?? '', entry?.[2] ?? '']));
  const size = Number(values.get('size') ?? usualSize);
  if (!(size >= icmpOverhead && size <= largestSize)) {
    throw notAKnock(text, `the size is that of the whole packet, from ${icmpOverhead} to ${largestSize}`);
  }
  const pattern = values.get('pattern') ?? '';
  if (pattern.length % 2 !== 0) throw notAKnock(text, 'a pattern has two hexadecimal digits a byte');
  return { protocol: 'icmp', size, pattern };
}

function notAKnock(text: string, problem: string): KnocklabError {
  return new KnocklabError('input/knock', `"${text}" is no knock: ${problem}.`);
}
