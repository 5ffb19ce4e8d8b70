import { useState } from 'preact/hooks';
import type { DemoState } from '../state.ts';
import type { Catalogue } from '../texts/catalogue.ts';
import { Console } from './terminal.tsx';

interface ConsolesProps {
  readonly state: DemoState;
  readonly words: Catalogue['words'];
}

/** Of a topology's hosts, those that people sit at come first. */
const usual = ['attacker', 'client', 'admin', 'router'];

/** A drawer at the bottom with a console for each host; one is open at a time, the others go on. */
export function Consoles({ state, words }: ConsolesProps) {
  const [shown, show] = useState<string>();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const hosts = [
    ...usual.filter((host) => state.consoles.includes(host)),
    ...state.consoles.filter((host) => !usual.includes(host)),
  ];
  const open = (host: string): void => {
    show(shown === host ? undefined : host);
    if (!opened.includes(host)) setOpened([...opened, host]);
  };
  return (
    <section class="consoles" aria-label={words.consoles}>
      <div class="tabs">
        <h2>{words.consoles}</h2>
        {hosts.length === 0 && <p class="nothing">{words.noConsole}</p>}
        {hosts.map((host) => (
          <button key={host} type="button" aria-pressed={shown === host} data-console={host} onClick={() => open(host)}>
            {host}
          </button>
        ))}
      </div>
      {hosts
        .filter((host) => opened.includes(host))
        .map((host) => (
          <Console
            key={`${state.run} ${host}`}
            host={host}
            run={state.run}
            shown={shown === host}
            label={`${words.consoles}: ${host}`}
          />
        ))}
    </section>
  );
}
