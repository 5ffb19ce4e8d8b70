import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { TraceEvent } from '../../trace/events.ts';
import type { DemoState } from '../state.ts';
import type { Catalogue } from '../texts/catalogue.ts';
import type { Wish } from '../wishes.ts';
import { Configuration } from './configuration.tsx';
import { ask, listen } from './connection.ts';
import { Consoles } from './consoles.tsx';
import { Controls } from './controls.tsx';
import { flightsOf } from './flights.ts';
import { emptyModel, type Model, routerTime, withEvent } from './model.ts';
import { Lists, Log, Phone, Ports, Rules } from './panels.tsx';
import { Steps } from './steps.tsx';
import { type FlyingPacket, Topology } from './topology.tsx';

interface AppProps {
  readonly catalogues: Readonly<Record<string, Catalogue>>;
}

type Change = TraceEvent | 'empty';

const reduce = (model: Model, change: Change): Model => (change === 'empty' ? emptyModel : withEvent(model, change));

/** What happened so long ago is not drawn as happening: a page that comes late gets all of it at once. */
const newsMs = 4000;
const flightMs = 1700;
const apartMs = 140;

/** The whole page. */
export function App({ catalogues }: AppProps) {
  const [model, change] = useReducer(reduce, emptyModel);
  const [state, setState] = useState<DemoState>();
  const [connected, setConnected] = useState(true);
  const [refused, setRefused] = useState<string>();
  const [language, setLanguage] = useKept('language', navigator.language.slice(0, 2), Object.keys(catalogues));
  const [flying, launch] = useFlights();
  const now = useNow();
  const catalogue = catalogues[language] ?? catalogues['en'];

  useEffect(() => {
    let startedAtMs = 0;
    return listen({
      onRun: () => change('empty'),
      onTrace: (event) => {
        if (event.type === 'run-started') startedAtMs = Date.parse(event.startedAt);
        change(event);
        if (Date.now() - startedAtMs - event.at < newsMs) launch(event);
      },
      onState: setState,
      onConnected: setConnected,
    });
  }, [launch]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const wish = (asked: Wish): void => void ask(asked).then(setRefused);
  if (catalogue === undefined || state === undefined) return <main aria-busy="true">…</main>;
  const { words } = catalogue;
  // A router that is gone has no time any more; the last that it said stays.
  const isGone = state.phase === 'ended' || state.phase === 'broken';
  const time = routerTime(model, isGone ? 0 : now);
  return (
    <>
      <Controls {...{ state, model, words, wish, time, catalogues, language, setLanguage }} />
      {!connected && (
        <p class="banner bad" role="alert">
          {words.lost}
        </p>
      )}
      {refused !== undefined && (
        <p class="banner bad" role="alert">
          {refused}
        </p>
      )}
      {state.fault !== undefined && (
        <pre class="banner bad" role="alert">
          {state.fault}
        </pre>
      )}
      <main>
        <Steps {...{ state, model, catalogue, wish }} />
        <section class="stage" aria-label={words.network}>
          {model.lab && <Topology lab={model.lab} flying={flying} label={words.network} />}
          <Ports {...{ model, words }} />
          <div class="panels">
            <Lists {...{ model, words, time }} />
            <Phone {...{ model, words }} />
            <Rules {...{ model, words }} />
            <Log {...{ model, words }} />
          </div>
        </section>
      </main>
      <Consoles {...{ state, words }} />
      <Configuration {...{ state, words, wish }} />
    </>
  );
}

/** A choice that survives a reload, where the browser lets it. */
function useKept(name: string, usual: string, allowed: readonly string[]): [string, (value: string) => void] {
  const [value, setValue] = useState(() => {
    const kept = localStorage.getItem(`knocklab.${name}`) ?? usual;
    return allowed.includes(kept) ? kept : 'en';
  });
  const keep = (chosen: string): void => {
    localStorage.setItem(`knocklab.${name}`, chosen);
    setValue(chosen);
  };
  return [value, keep];
}

function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Packets in the air, and how an event sends off its own. */
function useFlights(): [readonly FlyingPacket[], (event: TraceEvent) => void] {
  const [flying, setFlying] = useState<readonly FlyingPacket[]>([]);
  const lastKey = useRef(0);
  const launch = useRef((event: TraceEvent): void => {
    const packets = flightsOf(event).map((flight, index) => {
      lastKey.current += 1;
      return { ...flight, key: lastKey.current, delayMs: index * apartMs };
    });
    if (packets.length === 0) return;
    const keys = new Set(packets.map(({ key }) => key));
    setFlying((all) => [...all, ...packets]);
    const landed = (): void => setFlying((all) => all.filter(({ key }) => !keys.has(key)));
    setTimeout(landed, flightMs + packets.length * apartMs);
  });
  return [flying, launch.current];
}
