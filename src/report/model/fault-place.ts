import type { EventOf, RuleRow, TraceEvent } from '../../trace/events.ts';
import type { Trouble } from '../model.ts';
import { ruleName, ruleProperties, stops } from '../timeline/rule-properties.ts';
import { ruleHits } from './rule-counters.ts';

/** Where a reader looks first: a line of a file of the project. */
export interface FaultPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The rule that stands there, where one decided in the step. */
  readonly rule?: string;
}

/**
 * The line of the configuration that decided in the step that went wrong: the rule that stopped most packets in it, or
 * else the last that was hit. Where none was hit, the file's first line. A fault of the harness points at the scenario.
 */
export function faultPlace({ scenario, step, error }: Trouble): FaultPlace | undefined {
  const { start, events } = scenario;
  if (start === undefined) return undefined;
  if (error !== undefined) return { file: start.file, line: 1 };
  const rule = step === undefined ? undefined : decidingRule(events, step.number);
  const line = rule === undefined ? undefined : lineOfRule(start.configurationText ?? '', rule);
  if (rule === undefined || line === undefined) return { file: start.configuration, line: 1 };
  return { file: start.configuration, line, rule: ruleName(rule) };
}

function decidingRule(events: readonly TraceEvent[], step: number): RuleRow | undefined {
  let previous: EventOf<'rules'> | undefined;
  for (const event of events) {
    if (event.type !== 'rules') continue;
    if (event.step === step && previous !== undefined) {
      const hits = ruleHits(previous, event).sort((a, b) => b.packets - a.packets);
      return (hits.find(({ rule }) => stops(rule)) ?? hits.at(-1))?.rule;
    }
    previous = event;
  }
  return undefined;
}

/** The line on which a rule's command begins. */
export function lineOfRule(configuration: string, rule: Pick<RuleRow, 'text'>): number | undefined {
  const wanted = ruleProperties(rule);
  const found = commands(configuration).find(({ text }) => {
    const own = Object.entries(ruleProperties({ text }));
    return own.length > 0 && own.every(([name, value]) => wanted[name] === value);
  });
  return found?.line;
}

/** The commands that add something; a backslash at a line's end continues it on the next (RouterOS's export). */
function commands(configuration: string): { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let open = false;
  for (const [index, line] of configuration.split(/\r\n|\r|\n/).entries()) {
    const last = found.at(-1);
    if (open && last !== undefined) last.text += line.replace(/\\$/, '').trimStart();
    else if (/(?:^|\s)add\s/.test(line)) found.push({ text: line.replace(/\\$/, ''), line: index + 1 });
    open = line.endsWith('\\') && (open || found.at(-1)?.line === index + 1);
  }
  return found;
}
