import { styleText } from 'node:util';
import { marks } from './status-text.ts';

/** Where the terminal reporter writes; a record of strings in tests. */
export interface Screen {
  write(text: string): void;
  readonly columns: number;
  readonly colour: boolean;
}

type Format = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

export interface Painter {
  readonly columns: number;
  readonly paint: (format: Format, text: string) => string;
}

/** Whether there are colours is the screen's decision alone, hence no look at the stream. */
export function createPainter({ columns, colour }: Screen): Painter {
  const paint = (format: Format, text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  return { columns: Math.max(40, columns), paint };
}

const formats: Readonly<Record<keyof typeof marks, Format>> = {
  passed: 'green',
  failed: 'red',
  error: 'red',
  interrupted: 'red',
  inconclusive: 'yellow',
  skipped: 'dim',
};

/** A step that stopped the harness is as bad as one that failed. */
export function mark(status: keyof typeof marks, { paint }: Painter): string {
  return paint(formats[status], status === 'error' || status === 'interrupted' ? marks.failed : marks[status]);
}
