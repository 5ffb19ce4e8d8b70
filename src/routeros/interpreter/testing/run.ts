import { parseScript } from '../../parser.ts';
import { RouterosError } from '../../routeros-error.ts';
import { Globals } from '../globals.ts';
import { Interpreter, type InterpreterOptions } from '../interpreter.ts';
import { FakeDevice } from './fake-device.ts';

export interface Session {
  readonly device: FakeDevice;
  readonly globals: Globals;
  readonly interpreter: Interpreter;
  /** What was printed so far. */
  readonly printed: () => string;
  /** Runs a text; gives what it printed, and behind it the error that ended it. */
  run(text: string): Promise<string>;
}

/** An interpreter on a fake router. */
export function startSession(options: Partial<InterpreterOptions> = {}): Session {
  const device = new FakeDevice();
  const globals = new Globals();
  let printed = '';
  const output = (text: string): void => {
    printed += text;
  };
  const interpreter = new Interpreter(device, { output, globals, signal: new AbortController().signal, ...options });
  const run = async (text: string): Promise<string> => {
    const before = printed.length;
    try {
      await interpreter.run(parseScript({ name: 'test.rsc', text }));
    } catch (error) {
      if (!(error instanceof RouterosError)) throw error;
      output(`! ${error.text}\n`);
    }
    return printed.slice(before).trimEnd();
  };
  return { device, globals, interpreter, printed: () => printed, run };
}

/** What a text prints on a fresh router. */
export async function outputOf(text: string, options: Partial<InterpreterOptions> = {}): Promise<string> {
  return await startSession(options).run(text);
}
