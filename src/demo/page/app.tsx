import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { TraceEvent } from '../../trace/events.ts';
import type { DemoState } from '../state.ts';
import type { Catalogue } from '../texts/catalogue.ts';
import type { Wish } from '../wishes.ts';
import { Configuration } from './configuration.tsx';
import { ask, listen } from './connection.ts';
import { Consoles } from './consoles.tsx';
import { Controls } from './controls.tsx';
import { type Flight, flightsOf } from './flights.ts';
import { emptyModel, type Model, routerTime, withEvent } from './model.ts';
import { Lists, Log, Phone, Ports, Rules } from './panels.tsx';
import { Steps } from './steps.tsx';
import { type FlyingPacket, Topology } from './topology.tsx';

interface AppProps {
  readonly catalogues: Readonly<Record<string, Catalogue>>;
}

type Change = TraceEvent | 'empty';

const reduce = (model: Model, change: Change): Model => (change === 'empty' ? emptyModel : withEvent(model, change));

const flightMs = 1500;
/** Nearer to each other, packets cover each other. */
const apartMs = 260;
/** What would set off later than this is not shown: the class looks at something else by then. */
const latestMs = 3000;

/** The whole page. */
export function App({ catalogues }: AppProps) {
  const [model, change] = useReducer(reduce, emptyModel);
  const [state, setState] = useState<DemoState>();
  const [connected, setConnected] = useState(true);
  const [refused, setRefused] = useState<string>();
  const [language, setLanguage] = useKept('language', navigator.language.slice(0, 2), Object.keys(catalogues));
  const [flying, launch] = useFlights();
  const [aheadMs, setAhead] = useState(0);
  const now = useNow() - aheadMs;
  const catalogue = catalogues[language] ?? catalogues['en'];

  useEffect(() => {
    return listen({
      onRun: () => change('empty'),
      onTrace: (event, isNews) => {
        change(event);
        if (isNews) launch(event);
      },
      onClock: setAhead,
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
  const sent = useRef({ lastKey: 0, freeAtMs: 0 });
  const launch = useRef((event: TraceEvent): void => {
    // The class looks at the next step now.
    if (event.type === 'step-started') {
      sent.current.freeAtMs = 0;
      setFlying([]);
    }
    const packets = flightsOf(event).flatMap((flight) => inTurn(flight, sent.current));
    if (packets.length === 0) return;
    const keys = new Set(packets.map(({ key }) => key));
    setFlying((all) => [...all, ...packets]);
    const landed = (): void => setFlying((all) => all.filter(({ key }) => !keys.has(key)));
    setTimeout(landed, flightMs + Math.max(...packets.map(({ delayMs }) => delayMs)));
  });
  return [flying, launch.current];
}

/** One sets off after the other; an answer, when its question has arrived. */
function inTurn(flight: Flight, sent: { lastKey: number; freeAtMs: number }): FlyingPacket[] {
  const now = Date.now();
  if (!flight.isAnswer) sent.freeAtMs = Math.max(now, sent.freeAtMs + apartMs);
  const delayMs = sent.freeAtMs - now;
  if (delayMs > latestMs) {
    sent.freeAtMs -= flight.isAnswer ? 0 : apartMs;
    return [];
  }
  sent.lastKey += 1;
  return [{ ...flight, key: sent.lastKey, delayMs: delayMs + (flight.isAnswer ? flightMs : 0) }];
}
