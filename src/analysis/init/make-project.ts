import { basename } from 'node:path';
import type { Source } from '../../core/source.ts';
import type { Testbed } from '../../scenario/testbed.ts';
import type { Draft } from './draft.ts';
import { draftSteps } from './draft-steps.ts';
import { observeSteps } from './observe-steps.ts';
import { scenarioText } from './scenario-text.ts';
import type { Site } from './side.ts';
import { readSite } from './site.ts';
import { hostsOf, type SiteHost } from './site-hosts.ts';
import { knockFails, refine, steadySteps } from './steady-steps.ts';
import { type TelegramUse, telegramOf } from './telegram-use.ts';
import { topologyText, worldAddressOf } from './topology-text.ts';

/** What a configuration says of its surroundings, before anything is tried. */
export interface Guess {
  /** Of topology and scenario: at most 12 characters. */
  readonly name: string;
  readonly configuration: string;
  readonly ros: '6.49' | '7';
  readonly site: Site;
  readonly hosts: readonly SiteHost[];
  readonly topology: string;
  /** Empty: the configuration brings everything itself. */
  readonly surroundings: string;
  readonly drafts: readonly Draft[];
  readonly telegram: TelegramUse | undefined;
}

/** Reads a configuration and guesses its network; `taken`: names of others in the same project. */
export function guessNetwork(source: Source, ros: '6.49' | '7', taken: readonly string[] = []): Guess {
  const site = readSite(source, ros);
  const hosts = hostsOf(site);
  const name = freeName(nameOf(source.name), taken);
  const worldAddress = worldAddressOf(site, source.text);
  const before = site.before.length === 0 ? undefined : `firewall/${name}-surroundings.rsc`;
  return {
    name,
    // Of two files of one name in different folders, the second is called after its scenario.
    configuration: `firewall/${name === nameOf(source.name) ? basename(source.name) : `${name}.rsc`}`,
    ros,
    site,
    hosts,
    topology: topologyText({ name, site, hosts, worldAddress, before }),
    surroundings:
      before === undefined ? '' : `# What the router has before ${basename(source.name)}.\n${site.before.join('\n')}\n`,
    drafts: draftSteps(site, hosts, worldAddress),
    telegram: telegramOf(source),
  };
}

export interface Written {
  readonly scenario: string;
  readonly steps: number;
  readonly notes: readonly string[];
}

/** Tries the drafts in two labs, one after the other, and writes down what both agree on. */
export async function writeScenario(guess: Guess, openLab: () => Promise<Testbed>): Promise<Written> {
  const { drafts, hosts, name, configuration, ros } = guess;
  const { seen: first, notes: unenforced } = await observed(drafts, openLab);
  const kept = refine(drafts, first);
  const { seen: again } = await observed(kept, openLab);
  const { steps, wavering } = steadySteps(kept, again);
  const text = scenarioText({ name, topology: name, configuration, ros, hosts, steps, telegram: guess.telegram });
  return {
    scenario: text,
    steps: steps.length,
    notes: [...unenforcedNote(unenforced), ...knockNote(drafts, kept), ...wavering.map(waveringNote)],
  };
}

async function observed(drafts: readonly Draft[], openLab: () => Promise<Testbed>) {
  await using testbed = await openLab();
  return { seen: await observeSteps(testbed, drafts), notes: testbed.notes };
}

const unenforcedNote = (notes: readonly string[]): string[] =>
  notes.length === 0 ? [] : [`Kept, but without effect in a lab: ${notes.join('; ')}.`];

const waveringNote = (title: string): string => `Not the same twice, and so left out in part: ${title}.`;

const knockNote = (drafts: readonly Draft[], kept: readonly Draft[]): string[] =>
  knockFails(drafts, kept)
    ? ['The knock that its rules describe opened nothing in the lab that was not open before; it is left out.']
    : [];

/** `home-7.rsc` → `home-7` */
function nameOf(file: string): string {
  const words =
    basename(file, '.rsc')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return (
    words
      .join('-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 12)
      .replace(/-$/, '') || 'router'
  );
}

/** Two long names may begin alike. */
function freeName(name: string, taken: readonly string[]): string {
  for (let number = 2, free = name; ; number++) {
    if (!taken.includes(free)) return free;
    free = `${name.slice(0, 10).replace(/-$/, '')}${number}`;
  }
}
