import { isIP } from 'node:net';
import { KnocklabError } from '../../core/errors.ts';
import type { Addressed } from '../matchers/address-list.ts';
import type { TextPattern } from '../matchers/text.ts';
import type { ScenarioHost, Target } from '../scenario-host.ts';
import type { ScenarioContext } from '../scenario-options.ts';

type Context = ScenarioContext<string>;

/** A host by its name. */
export function host(name: string, { hosts }: Context): ScenarioHost {
  const found = hosts[name];
  if (found !== undefined) return found;
  throw new KnocklabError('input/unknown-host', `the topology has no host "${name}"`, {
    evidence: `hosts: ${[...new Set(Object.values(hosts).map((known) => known.name))].join(', ')}`,
  });
}

/** The router, a host, or an address as it is. */
export function target(text: string, context: Context): Target {
  return text === context.router.name ? context.router : addressed(text, context);
}

/** A host by name, otherwise an address as it is. */
export function addressed(text: string, context: Context): Addressed {
  return isIP(text) === 0 ? host(text, context) : text;
}

/** `/text/i` is a pattern, anything else a part of the text. */
export function pattern(text: string): TextPattern {
  const match = /^\/(.+)\/([a-z]*)$/s.exec(text);
  return match === null ? text : new RegExp(match[1] ?? '', match[2]);
}
