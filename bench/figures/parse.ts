import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseGraphql } from 'graphql';
import { parseScript } from '../../src/routeros/parser.ts';
import type { Outcome } from '../figure.ts';
import { samples, takeTurns, timed } from '../measure.ts';
import { root } from '../project.ts';

const bytesWanted = 2_000_000;
const files = ['lab/router/examples/small-office.rsc', 'lab/router/husain/scheme3.rsc', 'test/twin/kitchen-sink.rsc'];

/** Two megabytes of `.rsc`, against graphql-js's parser on as many bytes of a schema. */
export async function parseText(rounds: number): Promise<Outcome[]> {
  const text = corpus();
  const schema = graphqlOf(text.length);
  const { ours, theirs } = await takeTurns(
    rounds,
    () => timed(async () => parseScript({ name: 'corpus.rsc', text })),
    () => timed(async () => parseGraphql(schema)),
  );
  const megabytes = (text.length / 1e6).toFixed(1);
  const peer = { name: 'graphql-js', samples: samples(theirs) };
  // 10 MB/s.
  const atMostMs = text.length / 10_000;
  return [
    {
      kind: 'figure',
      name: `parsing ${megabytes} MB of .rsc`,
      unit: 'ms',
      ours: samples(ours),
      peer,
      aim: { text: `≤ ${Math.round(atMostMs)} ms (10 MB/s)`, atMost: atMostMs },
    },
  ];
}

/** The project's own files, then as much export, filter and script as is missing: a third each. */
function corpus(): string {
  const own = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const part = (bytesWanted - own.length) / 3;
  return [
    own,
    repeated(part, exportLine, '/ip firewall address-list'),
    repeated(part, ruleLines, '/ip firewall filter'),
    repeated(part, scriptLines, '/'),
  ].join('\n');
}

function repeated(bytes: number, make: (index: number) => string, first: string): string {
  const parts = [first];
  for (let at = 0, length = 0; length < bytes; at++) {
    const part = make(at);
    parts.push(part);
    length += part.length + 1;
  }
  return parts.join('\n');
}

const exportLine = (index: number): string =>
  `add address=198.51.${index % 256}.${index % 251} comment="seen ${index} times" list=blocked timeout=1d`;

const ruleLines = (index: number): string =>
  `add action=drop chain=input comment="rule ${index}: nothing from there" connection-state=new \\\n    dst-port=${index % 65536},443 in-interface-list=WAN protocol=tcp`;

const scriptLines = (index: number): string =>
  `:local count${index} [:len [/ip firewall address-list find where list=blocked and comment~"^seen"]]
:if ($count${index} > 3 && [:typeof $previous] != "nothing") do={
  :log info "now $count${index}, before $previous, $[:pick $name 0 4]"
} else={ :set ($table->"k") ($count${index} * 2) }`;

function graphqlOf(bytes: number): string {
  return repeated(
    bytes,
    (index) => `"""rule ${index}: nothing from there"""
type Rule${index} implements Node @key(fields: "id") {
  id: ID!
  ports(first: Int = ${index}, after: String): [Int!]! @deprecated(reason: "use matchers")
}`,
    '# a schema',
  );
}
