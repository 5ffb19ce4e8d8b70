import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Area, areas, type Case } from '../../conformance/case.ts';
import { cases } from '../../conformance/cases.ts';
import { conformanceMarkdown } from '../../conformance/markdown.ts';
import { openLab, type RouterUnderTest } from '../../conformance/open-lab.ts';
import { resultText, summaryText } from '../../conformance/progress.ts';
import { countVerdicts, describeRouter, recordOf } from '../../conformance/record.ts';
import { parseRelease } from '../../conformance/release.ts';
import { type CaseResult, runCases } from '../../conformance/run-cases.ts';
import type { Session } from '../../conformance/session.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { attackTools, systemTools } from '../../lab/system-tools.ts';
import type { ConformanceCommandOptions } from '../commands/conformance.ts';
import { packageVersion } from '../package-version.ts';
import { prepareTools } from '../prepare-tools.ts';
import { routerImage } from '../router-image.ts';
import { listenForInterruption } from '../run/interruption.ts';
import type { Terminal } from '../terminal.ts';
import { askDevice } from './ask-device.ts';

/** Asks, shows each answer when it comes, leaves both files and gives the exit code. */
export async function conformanceCommand(
  names: readonly string[],
  options: ConformanceCommandOptions,
  terminal: Terminal,
): Promise<number> {
  requireFitting(options);
  const image = await routerImage(options, terminal);
  const wanted = wantedCases(names);
  const out = resolve(terminal.cwd, options.out);
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const asking = { wanted, image, options, out, signal, terminal };
  const results = await (options.router === 'device'
    ? askDevice(options, out, terminal, (session) => ask(session, [], asking))
    : askInLab(asking));
  if (signal.aborted) return exitCodes.interrupted;
  const { differs, error } = countVerdicts(results);
  if (differs > 0) return exitCodes.failed;
  return error > 0 ? exitCodes.lab : exitCodes.passed;
}

async function askInLab(asking: Asking): Promise<CaseResult[]> {
  const { terminal } = asking;
  const router = routerUnderTest(asking);
  await prepareTools(terminal, tools);
  await using session = await openLab(`conformance-${process.pid}`, router);
  return await ask(session, session.notes, asking);
}

const tools = [...systemTools, ...attackTools.filter(({ program }) => program === 'ssh' || program === 'sshpass')];

interface Asking {
  readonly wanted: readonly Case[];
  readonly image: string | undefined;
  readonly options: ConformanceCommandOptions;
  readonly out: string;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

async function ask(
  own: Session,
  notes: readonly string[],
  { wanted, options, out, signal, terminal }: Asking,
): Promise<CaseResult[]> {
  const startedAt = new Date();
  const router = await describeRouter(own.router, own.kind, notes);
  const session = { ...own, release: options.ros === undefined ? own.release : parseRelease(options.ros) };
  const { stdout } = terminal;
  const onResult = (result: CaseResult): void => void stdout.write(resultText(result));
  const results = await runCases(session, wanted, { signal, onResult });
  const record = recordOf(results, { knocklab: packageVersion(), startedAt, router, release: session.release });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'conformance.json'), `${JSON.stringify(record, undefined, 1)}\n`);
  writeFileSync(join(out, 'conformance.md'), conformanceMarkdown(record));
  const folder = relative(terminal.cwd, out);
  stdout.write(
    `${summaryText(results)}files     ${join(folder.startsWith('..') ? out : folder, 'conformance.md')} and .json\n`,
  );
  return results;
}

function wantedCases(names: readonly string[]): readonly Case[] {
  const known: readonly string[] = areas;
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new KnocklabError('input/area', `There is no area "${name}".${didYouMean(name, known)}`, {
      remedy: `Known areas: ${known.join(', ')}.`,
    });
  }
  const isWanted = (area: Area): boolean => names.length === 0 || names.includes(area);
  return cases.filter(({ area }) => isWanted(area));
}

/** An option that a router of this kind has no use for is a mistake: somebody meant another one. */
function requireFitting({ router, address }: ConformanceCommandOptions): void {
  if (router === 'device' || address === undefined) return;
  throw new KnocklabError('input/router', '"--address" needs "--router device".', {
    remedy: 'The twin and a chr are started in a lab of their own.',
  });
}

function routerUnderTest({ image, options, out: evidenceFolder }: Asking): RouterUnderTest {
  const { ros = '7', snapshot: snapshots } = options;
  return image === undefined ? { kind: 'twin', ros } : { kind: 'chr', image, snapshots, evidenceFolder };
}
