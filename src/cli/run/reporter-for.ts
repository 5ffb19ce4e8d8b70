import { createLogUpdate } from 'log-update';
import { type LiveScreen, liveReporter } from '../../report/live-tree.ts';
import { type TerminalReporter, terminalReporter } from '../../report/terminal.ts';
import type { Screen } from '../../report/text/painter.ts';
import type { RunCommandOptions } from '../commands/run.ts';
import { hasColour, type Terminal } from '../terminal.ts';

const frameEveryMs = 100;

/** Who shows the run while it goes: a tree on a terminal, lines in CI and in a pipe, or nobody. */
export function reporterFor(name: RunCommandOptions['reporter'], terminal: Terminal): TerminalReporter & Disposable {
  if (name === 'none') return { onEvent: () => undefined, close: () => undefined, [Symbol.dispose]: () => undefined };
  if (name === 'lines' || !canRedraw(terminal)) {
    return { ...terminalReporter(screenOf(terminal)), [Symbol.dispose]: () => undefined };
  }
  const reporter = liveReporter(liveScreenOf(terminal));
  const timer = setInterval(() => reporter.tick(), frameEveryMs);
  const stop = (): void => clearInterval(timer);
  return {
    onEvent: (event) => reporter.onEvent(event),
    close: (closing) => {
      stop();
      reporter.close(closing);
    },
    [Symbol.dispose]: () => {
      stop();
      reporter[Symbol.dispose]();
    },
  };
}

/** CI systems give some programs a terminal, too; what is redrawn there fills the job's log. */
function canRedraw({ stdout, env }: Terminal): boolean {
  return stdout.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}

function screenOf({ stdout, env }: Terminal): Screen {
  return {
    write: (text) => void stdout.write(text),
    columns: stdout.columns ?? 100,
    colour: hasColour(stdout, env),
  };
}

function liveScreenOf(terminal: Terminal): LiveScreen {
  const { stdout, env } = terminal;
  // The cursor stays visible: a harness that is killed could not bring it back.
  const update = createLogUpdate(stdout, { showCursor: true });
  return {
    write: (text) => update.persist(text),
    draw: (text) => update(text),
    clear: () => update.clear(),
    get columns() {
      return stdout.columns ?? 100;
    },
    get rows() {
      return stdout.rows ?? 24;
    },
    colour: hasColour(stdout, env),
  };
}
