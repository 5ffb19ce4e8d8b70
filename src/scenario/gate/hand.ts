import type { EventBody } from '../../trace/events.ts';
import type { ScenarioClock } from '../scenario-clock.ts';
import type { ScenarioHost } from '../scenario-host.ts';
import type { ScenarioRouter } from '../scenario-router.ts';

/** What can be done by hand between two steps. Each act stands in the trace as one made by hand. */
export interface Hand {
  advance(by: string): Promise<void>;
  /** Gives what the command printed. */
  exec(host: string, line: string): Promise<string>;
  router(line: string): Promise<string>;
  /** Somebody has begun to type on a host. */
  note(host: string): void;
  /** Reports what has changed on the router since somebody last looked. */
  look(): Promise<void>;
  readonly acts: number;
}

interface Reach {
  readonly clock: ScenarioClock;
  readonly hosts: Readonly<Record<string, ScenarioHost>>;
  readonly router: ScenarioRouter;
  readonly emit: (body: EventBody) => void;
  /** What was done has to show at once; `quietly`: nothing was done, entries that merely grow older are no news. */
  readonly look: (quietly: boolean) => Promise<void>;
}

const commandTimeoutMs = 60_000;

export function createHand({ clock, hosts, router, emit, look }: Reach): Hand {
  let acts = 0;
  const say = (what: 'advance' | 'command' | 'router' | 'console', host: string, text: string): void => {
    acts += 1;
    emit({ type: 'by-hand', what, host, text });
  };
  return {
    get acts() {
      return acts;
    },
    advance: async (by) => {
      say('advance', 'router', by);
      await clock.advance(by);
      await look(false);
    },
    exec: async (name, line) => {
      const host = hosts[name];
      if (host === undefined) throw new Error(`there is no host "${name}"`);
      say('command', name, line);
      const { stdout, stderr } = await host.exec(['sh', '-c', line], { timeoutMs: commandTimeoutMs });
      await look(false);
      return stdout + stderr;
    },
    router: async (line) => {
      say('router', 'router', line);
      const text = await router.run(line);
      await look(false);
      return text;
    },
    note: (host) => say('console', host, `somebody types on ${host}`),
    look: () => look(true),
  };
}
