import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import type { Check, Fault, Level, Subject } from './finding.ts';
import { Firewall } from './firewall.ts';
import { findLadders, type Ladder } from './ladders.ts';
import { findOutside, type Outside } from './outside.ts';
import { Stranger } from './stranger.ts';

export interface Finding extends Fault {
  readonly check: Check;
  readonly level: Level;
}

/** What `knocklab check` says of one configuration. */
export interface Checked {
  readonly ladders: readonly Ladder[];
  readonly findings: readonly Finding[];
  /** What only a run could tell is not judged. */
  readonly unread: Configuration['unread'];
  readonly configuration: Configuration;
  readonly outside: Outside;
}

export function checkConfiguration(source: Source, checks: readonly Check[], dialect: Dialect = '7'): Checked {
  const configuration = readConfiguration(source, dialect);
  const subject = subjectOf(configuration);
  const findings = checks.flatMap((check) =>
    check.find(subject).map((fault) => ({ level: check.level, ...fault, check })),
  );
  return {
    ladders: subject.ladders,
    findings: unique(findings),
    unread: configuration.unread,
    configuration,
    outside: subject.outside,
  };
}

function subjectOf(configuration: Configuration): Subject {
  const firewall = new Firewall(configuration);
  const outside = findOutside(configuration, firewall);
  const stranger = new Stranger(firewall, configuration, outside);
  return { configuration, firewall, ladders: findLadders(firewall), outside, stranger };
}

/** Sequences that share their first knocks, and chains that several jumps lead to, would be blamed for the same twice. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ check, at, problem }: Finding): string => [check.id, at?.menu, at?.line, problem].join('\n');
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}
