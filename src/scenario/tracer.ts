import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, parse, relative } from 'node:path';
import { maskTokens } from '../core/mask-tokens.ts';
import type { EventBody, EventHead } from '../trace/events.ts';
import { notWritten } from '../trace/not-written.ts';
import type { NewEvent } from '../trace/writer.ts';

/** Writes the events of one scenario: each with the scenario, the step under way and the router's time. */
export interface Tracer {
  readonly emit: (body: EventBody) => void;
  /** Events from here on belong to this step; undefined: to none. */
  readonly enter: (step: number | undefined) => void;
  /** A moment (ms since 1970) on the trace's own axis: ms since the run began. */
  readonly sinceStart: (epochMs: number) => number;
  /** Keeps a file beside the trace and gives its name relative to the run's folder. */
  /** Texts are kept without the secrets of bot tokens: artifacts are handed on, as reports are. */
  readonly saveArtifact: (name: string, content: string | Uint8Array) => Promise<string>;
}

export interface TracerOptions {
  readonly scenario: string;
  readonly runDirectory: string;
  /** When the run began, in ms since 1970. */
  readonly startedAt: number;
  readonly write: (event: NewEvent) => void;
  /** The router's own date and time; undefined while there is no router. */
  readonly clock: () => string | undefined;
}

export function createTracer({ scenario, runDirectory, startedAt, write, clock }: TracerOptions): Tracer {
  let step: number | undefined;
  const folder = join(runDirectory, 'artifacts', scenario.replaceAll('/', '-'));
  const named = new Map<string, number>();
  const artifactFile = async (name: string): Promise<{ file: string; name: string }> => {
    const file = join(folder, freeName(step === undefined ? name : `step${step}-${name}`, named));
    await mkdir(dirname(file), { recursive: true });
    return { file, name: relative(runDirectory, file) };
  };
  return {
    emit: (body) => write({ ...head(scenario, step, clock()), ...body }),
    enter: (number) => {
      step = number;
    },
    sinceStart: (epochMs) => Math.round(Math.max(0, epochMs - startedAt)),
    saveArtifact: async (name, content) => {
      const artifact = await artifactFile(name);
      await writeFile(artifact.file, typeof content === 'string' ? maskTokens(content) : content).catch((cause) => {
        throw notWritten(artifact.file, runDirectory, cause);
      });
      return artifact.name;
    },
  };
}

/** A second artifact of the same name is `-2`. */
function freeName(name: string, named: Map<string, number>): string {
  const count = (named.get(name) ?? 0) + 1;
  named.set(name, count);
  const { dir, name: stem, ext } = parse(name);
  return count === 1 ? name : join(dir, `${stem}-${count}${ext}`);
}

function head(scenario: string, step: number | undefined, clock: string | undefined): Partial<EventHead> {
  return { scenario, ...(step === undefined ? {} : { step }), ...(clock === undefined ? {} : { clock }) };
}
