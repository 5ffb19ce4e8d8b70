import { parseDuration } from '../../../routeros/duration.ts';
import type { Gate, Matcher } from './matching.ts';

/** Longer than any delay between two ports of a scan. */
const rememberedSeconds = 86_400;

const add = (set: string, fields: string, seconds: number): string[] => [
  '-j',
  'SET',
  '--add-set',
  set,
  fields,
  '--exist',
  '--timeout',
  String(seconds),
];

/** Each look at a set with counters adds one packet: a weight of three is three looks. */
const looks = (set: string, weight: number): string[][] =>
  Array.from({ length: weight }, () => ['-m', 'set', '--match-set', set, 'src']);

const tcpAckOrRst = ['-p', '6', '-m', 'tcp', '!', '--tcp-flags', 'ACK,RST', 'NONE', '-j', 'RETURN'];
const tcpAck = ['-p', '6', '-m', 'tcp', '--tcp-flags', 'ACK', 'ACK', '-j', 'RETURN'];
const lowPorts = (jump: readonly string[]): string[][] => [
  ['-p', '6', '-m', 'tcp', '--dport', '0:1023', ...jump],
  ['-p', '17', '-m', 'udp', '--dport', '0:1023', ...jump],
];

/** What tells the twin that a source has begun to be watched (kernel/psd-watch). */
export const psdPrefix = '~psd';

/**
 * `Weight,Delay,LowWeight,HighWeight`: RouterOS's own scoring (firewall-facts 1.8), in line in the kernel. A source's
 * entry ends `Delay` after its last new port; its score is a set's packet counter, less the one packet that an entry begins with.
 */
export const psd: Matcher = (value, context) => {
  const [weight = '21', delay = '3s', low = '3', high = '1'] = value.split(',');
  const seconds = Math.max(1, Math.ceil((parseDuration(delay) ?? 3000) / 1000));
  const { sources, scores, ports } = context.psdSets(seconds);
  const isDetected = ['-m', 'set', '--match-set', scores, 'src', '--packets-gt', weight, '!', '--update-counters'];
  const gate: Gate = (next, chain) => {
    const [known, fresh, lowChain, highChain] = ['k', 'n', 'l', 'h'].map(chain);
    const scored = [...lowPorts(['-j', lowChain ?? '']), ...notLow(['-j', highChain ?? ''])];
    const remember = add(ports, 'src,dst', rememberedSeconds);
    return {
      '': [
        ['-p', '6', '-g', known ?? ''],
        ['-p', '17', '-g', known ?? ''],
      ],
      k: [
        ['-m', 'set', '!', '--match-set', sources, 'src', '-g', fresh ?? ''],
        ['-m', 'set', '--match-set', ports, 'src,dst', '-j', 'RETURN'],
        tcpAckOrRst,
        add(sources, 'src', seconds),
        [...isDetected, ...next],
        ...scored,
        [...isDetected, ...next],
        remember,
      ],
      n: [
        tcpAck,
        // Adding what is there leaves its counter.
        ['-j', 'SET', '--del-set', scores, 'src'],
        add(scores, 'src', rememberedSeconds),
        add(sources, 'src', seconds),
        ...scored,
        [
          '-j',
          'NFLOG',
          '--nflog-group',
          '5',
          '--nflog-prefix',
          psdPrefix,
          '--nflog-threshold',
          '1',
          '--nflog-size',
          '64',
        ],
        remember,
      ],
      l: looks(scores, Number(low)),
      h: looks(scores, Number(high)),
    };
  };
  return { args: [], gate };
};

const notLow = (jump: readonly string[]): string[][] => [
  ['-p', '6', '-m', 'tcp', '!', '--dport', '0:1023', ...jump],
  ['-p', '17', '-m', 'udp', '!', '--dport', '0:1023', ...jump],
];
