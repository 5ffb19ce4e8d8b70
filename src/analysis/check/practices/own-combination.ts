import type { Check, Fault } from '../finding.ts';
import { type Ladder, type Stage, stageText } from '../ladders.ts';
import { isGuarded } from '../scan-guards.ts';
import { knownSequence, knownWord } from './known-sequences.ts';

/** Practice 2: "Your unique combination (TCP/UDP/ICMP, data)". */
export const ownCombination: Check = {
  id: 'own-combination',
  practice: 2,
  level: 'warning',
  title: 'the combination is your own, and not one that a scan finds',
  finds:
    'ports or words that are published or guessed; one or two knocks; the same knock twice; rising ports that nothing guards',
  source: 'MikroTik’s manual, “Port knocking”; scans measured against it',
  find: (subject) =>
    subject.ladders.flatMap((ladder) => [
      ...published(ladder),
      ...words(ladder),
      ...few(ladder),
      ...repeated(ladder),
      ...(isGuarded(subject.firewall, ladder) ? [] : ascending(ladder)),
    ]),
};

const portsOf = ({ stages }: Ladder): readonly number[] => stages.flatMap(({ port }) => port ?? []);

function published(ladder: Ladder): Fault[] {
  const ports = portsOf(ladder);
  const from = ports.length === ladder.stages.length ? knownSequence(ports) : undefined;
  if (from === undefined) return [];
  return [
    {
      ...at(ladder.stages[0]),
      problem: `the knocks ${ports.join(', ')} are ${from}`,
      why: 'Who tries doors tries first what can be read or guessed: such a sequence keeps out nobody but scanners.',
      fix: 'Draw ports by lot from all 65,535, of TCP and UDP, in no order.',
    },
  ];
}

function words({ stages }: Ladder): Fault[] {
  return stages.flatMap((stage) => {
    const word = knownWord(stage.data);
    if (word === undefined) return [];
    return [
      {
        at: stage.rule,
        problem: `the knock ${stage.data} is ${word}`,
        why: 'What a knock carries is its password, and this one is the first that will be tried.',
        fix: 'Take a word of your own, drawn by lot.',
      },
    ];
  });
}

/** A rule that looks for a word cannot be met by a scan. */
const carriesWord = ({ data = '' }: Stage): boolean => /content=|layer7-protocol=/.test(data);

function few({ stages }: Ladder): Fault[] {
  if (stages.length >= 3 || stages.some(carriesWord)) return [];
  const count = stages.length === 1 ? 'one knock opens' : 'two knocks open';
  return [
    {
      ...at(stages.at(-1)),
      problem: `${count} the door`,
      why:
        stages.length === 1
          ? 'A scan of all ports hits it for certain.'
          : 'A scan that asks every port twice, as nmap asks silent ones, meets the second after the first with an even chance or better.',
      fix: 'Ask for three knocks or more, or for data in one of them.',
    },
  ];
}

function repeated({ stages }: Ladder): Fault[] {
  return stages.slice(1).flatMap((stage, index) => {
    const before = stages[index];
    if (before === undefined || stage.port === undefined || stageText(before) !== stageText(stage)) return [];
    return [
      {
        at: stage.rule,
        problem: `knock ${index + 2} is the same as knock ${index + 1} (${stageText(stage)})`,
        why: 'Lists change while a packet is on its way through the rules, and silent ports are asked again: one packet, or its repetition, climbs both.',
        fix: 'Take another port for it.',
      },
    ];
  });
}

function ascending({ stages, lists: [list = ''] }: Ladder): Fault[] {
  const ports = stages.flatMap(({ port }) => port ?? []);
  const isOneProtocol = new Set(stages.map(({ protocol }) => protocol)).size === 1;
  const climbs = ports.every((port, index) => index === 0 || port > (ports[index - 1] ?? 0));
  if (stages.length < 2 || ports.length < stages.length || !isOneProtocol || !climbs) return [];
  return [
    {
      ...at(stages[0]),
      problem: `the ports rise (${ports.join(', ')}), and nothing stops who asks others between them`,
      why: 'A scan from low to high ports (nmap -r) comes by them in this order and opens the door by itself.',
      fix: 'Put them in another order, and let a port that is no knock spoil the sequence.',
      ...witnessOf(stages, list),
    },
  ];
}

/** Only TCP ports are asked one after the other. */
function witnessOf([first, ...more]: Ladder['stages'], list: string): Pick<Fault, 'witness'> {
  const last = more.at(-1)?.port;
  if (first?.protocol !== 'tcp' || last === undefined) return {};
  return { witness: { kind: 'sequential', first: first.rule, last, list } };
}

const at = (stage: Stage | undefined): Pick<Fault, 'at'> => (stage === undefined ? {} : { at: stage.rule });
