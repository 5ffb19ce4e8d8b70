import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { readTrace } from '../../trace/reader.ts';
import type { Exercise } from '../exercises/exercises.ts';
import { HeldRun } from '../held-run.ts';

/** What became of one student's file. */
export interface Grade {
  /** The file's name without `.rsc`. */
  readonly student: string;
  /**
   * `refused`: the router did not take the file; `too slow`: it did not come to an end in its time; `too big`: it was not
   * even tried; `not judged`: the lab broke.
   */
  readonly verdict: 'passed' | 'failed' | 'refused' | 'too slow' | 'too big' | 'not judged';
  /** Steps that passed. */
  readonly points: number;
  readonly of: number;
  /** The first step that did not pass, or what the router said. */
  readonly note: string;
  /** The run's report, relative to the folder of the files. */
  readonly report?: string;
}

export interface GradeOptions {
  readonly exercise: Exercise;
  /** Where the files are. */
  readonly directory: string;
  readonly cwd: string;
  readonly limitMs: number;
  /** How many files are judged side by side. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onGrade: (grade: Grade) => void;
}

/** The biggest published configuration has a tenth of this. */
const mostBytes = 512 * 1024;

/** Judges each `.rsc` of a folder; none of them can keep the others waiting beyond its time. */
export async function gradeFolder(options: GradeOptions): Promise<Grade[]> {
  const { directory, signal, onGrade } = options;
  const files = (await readdir(directory)).filter((name) => name.endsWith('.rsc')).toSorted();
  if (files.length === 0) {
    throw new KnocklabError('input/grade', `There is no .rsc file in "${directory}".`, {
      remedy: 'Put the students’ files there, one for each.',
    });
  }
  const grades: Grade[] = [];
  const waiting = [...files];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined && !signal.aborted; file = waiting.shift()) {
      const grade = await gradeFile(join(directory, file), options);
      onGrade(grade);
      grades.push(grade);
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
  return grades.toSorted((a, b) => (a.student < b.student ? -1 : 1));
}

async function gradeFile(file: string, options: GradeOptions): Promise<Grade> {
  const student = basename(file, '.rsc');
  const status = await lstat(file);
  if (!status.isFile() || status.size > mostBytes) {
    const note = status.isFile() ? `${status.size} bytes; at most ${mostBytes} are read` : 'not a file';
    return { student, verdict: 'too big', points: 0, of: 0, note };
  }
  const folder = await mkdtemp(join(tmpdir(), 'knocklab-grade-'));
  try {
    return await judge(file, student, folder, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function judge(file: string, student: string, folder: string, options: GradeOptions): Promise<Grade> {
  const { exercise, directory, cwd, limitMs, signal } = options;
  const out = join(directory, 'reports', student);
  await mkdir(out, { recursive: true });
  const ended = Promise.withResolvers<{ exitCode: number; output: string }>();
  let of = 0;
  let run = '';
  const held = await HeldRun.start({
    scenario: exercise.scenario,
    folder,
    out,
    cwd,
    config: file,
    routerOptions: [],
    onReport: (report) => {
      if (report.say === 'run') run = report.directory;
      else if (report.say === 'plan') of = report.titles.length;
      else if (report.say === 'waiting') held.go();
    },
    onEnd: (exitCode, output) => ended.resolve({ exitCode, output }),
  });
  const late = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const stop = (): void => void held.stop();
  late.addEventListener('abort', stop, { once: true });
  const { exitCode, output } = await ended.promise;
  late.removeEventListener('abort', stop);
  const events = run === '' ? [] : (await readTrace(join(run, 'trace.jsonl'))).events;
  const points = events.filter((event) => event.type === 'step-finished' && event.status === 'passed').length;
  const report = run === '' ? {} : { report: join('reports', student, basename(run), 'index.html') };
  const verdict = late.aborted ? 'too slow' : verdictOf(exitCode);
  const note = verdict === 'too slow' ? `not at its end after ${limitMs / 1000} s` : noteOf(events, output);
  return { student, verdict, points, of: Math.max(of, points), note, ...report };
}

function verdictOf(exitCode: number): Grade['verdict'] {
  if (exitCode === 0) return 'passed';
  if (exitCode === 2) return 'refused';
  return exitCode === 1 || exitCode === 4 ? 'failed' : 'not judged';
}

function noteOf(events: readonly TraceEvent[], output: string): string {
  const step = events.find((event) => event.type === 'step-finished' && event.status !== 'passed');
  if (step?.type === 'step-finished') return `step ${step.step}: ${step.title}`;
  const end = events.findLast((event) => event.type === 'scenario-finished');
  const said = end?.type === 'scenario-finished' ? end.error?.message : undefined;
  return (said ?? output).split('\n')[0] ?? '';
}
