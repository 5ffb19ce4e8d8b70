import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCodes } from '../../core/errors.ts';
import { findExercise } from '../../demo/exercises/exercises.ts';
import { gradeFolder } from '../../demo/grade/grade.ts';
import { gradesCsv, gradesHtml } from '../../demo/grade/sheet.ts';
import type { GradeCommandOptions } from '../commands/grade.ts';
import { prepareTools } from '../prepare-tools.ts';
import { listenForInterruption } from '../run/interruption.ts';
import type { Terminal } from '../terminal.ts';

/** Judges a folder of files and writes the sheets. A file that does not pass is no fault of ours: the exit code is 0. */
export async function gradeCommand(folder: string, options: GradeCommandOptions, terminal: Terminal): Promise<number> {
  const exercise = findExercise(options.exercise);
  const directory = resolve(terminal.cwd, folder);
  await prepareTools(terminal);
  using interruption = listenForInterruption();
  const grades = await gradeFolder({
    exercise,
    directory,
    cwd: terminal.cwd,
    limitMs: options.limit * 1000,
    workers: options.workers,
    signal: interruption.signal,
    onGrade: ({ student, verdict, points, of, note }) =>
      void terminal.stdout.write(`${student}  ${verdict}  ${points}/${of}  ${note}\n`),
  });
  await writeFile(join(directory, 'grades.csv'), gradesCsv(grades));
  await writeFile(join(directory, 'grades.html'), gradesHtml(exercise.name, grades));
  terminal.stdout.write(`\nsheet  ${join(folder, 'grades.html')}\n`);
  return interruption.signal.aborted ? exitCodes.interrupted : exitCodes.passed;
}
