import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { KnocklabError } from '../../../core/errors.ts';
import { Program } from '../../../process/program.ts';
import { childrenOf } from '../../../process/signal-process.ts';
import { prepareScript } from './holder-script.ts';
import { userNamespacesRefused } from './user-namespaces.ts';

/** The processes that keep a sandbox alive. */
export interface Holder {
  /** `unshare`, outside. */
  readonly pid: number;
  /** The sandbox's first process, as numbered outside: when it ends, the kernel ends everything in the sandbox. */
  readonly init: number;
  /** Whether the sandbox has a user namespace of its own. Without one it was made by real root. */
  readonly ownsUsers: boolean;
}

export const holderMark = 'knocklab-holder';
const userOptions: readonly string[] = ['--user', '--map-root-user'];
const otherOptions = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Makes an empty sandbox; once `check` has had a look at it, `build` (a shell script) is run in it. */
export async function startHolder(name: string, check: (init: number) => void, build: string): Promise<Holder> {
  const sandbox = await startSandbox(name);
  try {
    const holder = sandbox.holder();
    check(holder.init);
    await sandbox.build(build);
    return holder;
  } catch (error) {
    sandbox.kill();
    throw error;
  }
}

async function startSandbox(name: string): Promise<Sandbox> {
  const own = new Sandbox(name, userOptions);
  if (await own.isPrepared()) return own;
  if (process.geteuid?.() !== 0) throw userNamespacesRefused(await own.lastWords());
  // Root of a container, or of a machine that forbids user namespaces, may still make the other ones.
  const plain = new Sandbox(name, []);
  if (await plain.isPrepared()) return plain;
  throw userNamespacesRefused(await plain.lastWords());
}

/** `unshare` with a shell in it that does what it is told through a pipe, and ends with the pipe. */
class Sandbox {
  readonly #program: Program;
  readonly #ownsUsers: boolean;
  readonly #lines: AsyncIterator<string>;
  readonly #errors: Promise<string>;

  constructor(name: string, users: readonly string[]) {
    this.#ownsUsers = users.length > 0;
    this.#program = new Program(['unshare', ...users, ...otherOptions, 'sh', '-s', holderMark, name], {}, [
      'pipe',
      'pipe',
      'pipe',
    ]);
    const { stdin, stdout, stderr } = this.#program.child;
    stdin?.on('error', () => undefined); // It may end before it has read everything; why, it says on stderr.
    this.#errors = text(stderr ?? new PassThrough().end());
    this.#lines = createInterface({ input: stdout ?? new PassThrough().end() })[Symbol.asyncIterator]();
  }

  async isPrepared(): Promise<boolean> {
    this.#program.child.stdin?.write(prepareScript);
    return this.#says('prepared');
  }

  holder(): Holder {
    const pid = this.#program.child.pid ?? 0;
    const [init] = childrenOf(pid);
    if (init === undefined) throw new Error(`The process ${pid} (unshare) has no child.`);
    return { pid, init, ownsUsers: this.#ownsUsers };
  }

  async build(script: string): Promise<void> {
    this.#program.child.stdin?.write(script);
    if (await this.#says('built')) return this.#program.unref();
    throw new KnocklabError('lab/build-failed', 'The lab could not be built.', {
      evidence: await this.lastWords(),
      remedy: 'Run "knocklab doctor": a tool or a part of the kernel may be missing.',
    });
  }

  /** What it printed until its end. */
  async lastWords(): Promise<string> {
    await this.#program.result(() => ({ stdout: '', stderr: '' }));
    return (await this.#errors).trimEnd();
  }

  kill(): void {
    this.#program.signal('SIGKILL');
  }

  async #says(word: string): Promise<boolean> {
    const { value } = await this.#lines.next();
    return value === word;
  }
}
