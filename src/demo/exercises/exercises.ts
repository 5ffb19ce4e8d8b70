import { didYouMean } from '../../core/did-you-mean.ts';
import { KnocklabError } from '../../core/errors.ts';
import { replaced, ruleOf, swapped } from './faults.ts';

/** A configuration that holds, with one fault put into it, and the scenario that tells them apart. */
export interface Exercise {
  readonly name: string;
  readonly scenario: string;
  /** What the fault is put into: a name below `lab/router/`. */
  readonly configuration: string;
  readonly fault: (text: string) => string;
}

const scheme3 = { scenario: 'husain/scheme3', configuration: 'husain/scheme3.rsc' } as const;

export const exercises: readonly Exercise[] = [
  {
    name: 'swapped-rules',
    ...scheme3,
    fault: (text) => swapped(text, 'Allow authenticated clients', 'Drop Port Scanners'),
  },
  {
    name: 'long-stage',
    ...scheme3,
    fault: (text) => {
      const rule = ruleOf(text, 'Port Knocking: Step 1');
      return replaced(text, rule, replaced(rule, 'timeout=30s', 'timeout=30m'));
    },
  },
  {
    name: 'accept-above-drop',
    ...scheme3,
    fault: (text) => {
      const drop = ruleOf(text, 'Drop Port Scanners');
      const accept = 'add action=accept chain=input comment="Services" dst-port=22,23,80,8291 protocol=tcp';
      return replaced(text, drop, `${accept}\n${drop}`);
    },
  },
  {
    name: 'silent-trap',
    ...scheme3,
    fault: (text) => replaced(text, 'log-prefix="PortScanner Terdeteksi"', 'log-prefix="Port Scanner Terdeteksi"'),
  },
  {
    name: 'short-ladder',
    ...scheme3,
    fault: (text) => {
      const rule = ruleOf(text, 'Port Knocking: Step 3');
      return replaced(text, rule, replaced(rule, 'src-address-list=knock_ports2', 'src-address-list=knock_ports1'));
    },
  },
  {
    name: 'open-ipv6',
    scenario: 'exercises/both-families',
    configuration: 'exercises/both-families.rsc',
    fault: (text) => {
      const half = text.indexOf('/ipv6 firewall filter');
      const drop = 'add action=drop chain=input comment="drop all from outside"';
      return text.slice(0, half) + replaced(text.slice(half), drop, `${drop} disabled=yes`);
    },
  },
];

export function findExercise(name: string): Exercise {
  const found = exercises.find((exercise) => exercise.name === name);
  if (found !== undefined) return found;
  const names = exercises.map((exercise) => exercise.name);
  throw new KnocklabError('input/exercise', `There is no exercise "${name}".${didYouMean(name, names)}`, {
    evidence: `known: ${names.join(', ')}`,
  });
}
