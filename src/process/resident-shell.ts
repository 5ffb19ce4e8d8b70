import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { formatCommand } from './command-line.ts';
import { MarkedStream } from './marked-stream.ts';
import { searchPath } from './search-path.ts';

/** What became of a command. */
export interface ShellAnswer {
  /** From 128 on a signal may have ended it. Undefined: the shell itself was ended, or never began. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A shell that stays and runs one command after the other, each with its own input. A shell is small, and so starts a
 * program for a third of what it costs us (decision 019). It reads its commands from us and so ends with us, whatever ends us.
 */
export class ResidentShell {
  readonly #child: ChildProcess;
  /** Stands in no output and no input. */
  readonly #secret = randomBytes(12).toString('hex');
  readonly #stdout: MarkedStream;
  readonly #stderr: MarkedStream;
  readonly #ended: Promise<undefined>;
  hasEnded = false;

  constructor() {
    this.#child = spawn('sh', [], { stdio: 'pipe', detached: true, env: { ...process.env, PATH: searchPath() } });
    const { stdin, stdout, stderr } = this.#child;
    stdin?.on('error', () => undefined);
    const start = `\x1e${this.#secret}`;
    this.#stdout = new MarkedStream(stdout, start, start.length + ' 000\x1e'.length);
    this.#stderr = new MarkedStream(stderr, start, start.length + '\x1e'.length);
    this.#ended = new Promise((resolve) => {
      // 'error' instead of 'close': it could not be started.
      for (const event of ['error', 'close']) this.#child.once(event, () => resolve(this.#end()));
    });
    this.#hold(false);
  }

  #end(): undefined {
    this.hasEnded = true;
  }

  /** One at a time. `input`: lines of ASCII. */
  async run(argv: readonly string[], input: string | undefined): Promise<ShellAnswer> {
    const answer = Promise.all([this.#stdout.next(), this.#stderr.next()]);
    this.#hold(true);
    this.#child.stdin?.write(this.#script(argv, input));
    const marked = await Promise.race([answer, this.#ended]);
    this.#hold(false);
    if (marked === undefined)
      return { exitCode: undefined, stdout: this.#stdout.unmarked, stderr: this.#stderr.unmarked };
    const [out, err] = marked;
    return { exitCode: Number(out.mark.slice(-4, -1)), stdout: out.text, stderr: err.text };
  }

  #script(argv: readonly string[], input: string | undefined): string {
    const secret = this.#secret;
    const source = input === undefined ? '</dev/null\n' : `<<'${secret}'\n${input}${secret}\n`;
    const marks = `printf '\\036${secret} %03d\\036' $?; printf '\\036${secret}\\036' >&2\n`;
    return `${formatCommand(argv)} ${source}${marks}`;
  }

  /** While it has nothing to do it does not keep us from ending. */
  #hold(holds: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    const handles = [this.#child, ...[stdin, stdout, stderr].filter((stream) => stream instanceof Socket)];
    for (const handle of handles) {
      if (holds) handle.ref();
      else handle.unref();
    }
  }
}
