import { useEffect } from 'preact/hooks';
import type { DemoState } from '../state.ts';
import type { Catalogue } from '../texts/catalogue.ts';
import type { Wish } from '../wishes.ts';
import type { Model } from './model.ts';

interface ControlsProps {
  readonly state: DemoState;
  readonly model: Model;
  readonly words: Catalogue['words'];
  readonly wish: (wish: Wish) => void;
  /** The router's time. */
  readonly time: number | undefined;
  readonly catalogues: Readonly<Record<string, Catalogue>>;
  readonly language: string;
  readonly setLanguage: (language: string) => void;
}

interface Button {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly wish: Wish;
  readonly enabled: boolean;
}

/** The bar at the top: where the demonstration stands, and what the teacher can do with it. */
export function Controls(props: ControlsProps) {
  const { state, model, words, wish, time, catalogues, language, setLanguage } = props;
  const titles = catalogues[language]?.titles ?? {};
  const buttons = buttonsFor(state, words);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const button = buttons.find(({ key, enabled }) => enabled && key === event.key.toLowerCase());
      if (button === undefined) return;
      event.preventDefault();
      wish(button.wish);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  const verdict = model.verdict ?? state.phase;
  return (
    <header>
      <div class="heading">
        <h1>{model.title === '' ? state.scenario : (titles[model.title] ?? model.title)}</h1>
        <p class={`phase ${verdict}`} role="status" data-phase={state.phase} data-run={state.run}>
          {words[state.phase]}
          {model.verdict !== undefined && ` · ${words[model.verdict]}`}
        </p>
      </div>
      <div class="controls" role="toolbar" aria-label={words.keys}>
        {buttons.map(({ key, name, text, enabled, wish: own }) => (
          <button
            key={name}
            type="button"
            data-do={name}
            disabled={!enabled}
            onClick={() => wish(own)}
            aria-keyshortcuts={key}
          >
            {text} <kbd>{key}</kbd>
          </button>
        ))}
        {state.phase === 'ended' && (
          <a class="button" href="report" target="_blank" rel="noreferrer">
            {words.report}
          </a>
        )}
        <output class="clock" aria-label={words.clock}>
          {time === undefined ? '--:--:--' : timeText(time)}
        </output>
        <select
          aria-label={words.language}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        >
          {Object.entries(catalogues).map(([code, { name }]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
        <button type="button" data-do="theme" aria-label={`${words.light} / ${words.dark}`} onClick={turnLight}>
          ◐
        </button>
      </div>
    </header>
  );
}

function buttonsFor({ phase, until }: DemoState, words: Catalogue['words']): Button[] {
  const isWaiting = phase === 'waiting';
  const isStanding = isWaiting || phase === 'over';
  return [
    { key: 'n', name: 'next', text: words.next, wish: { do: 'next' }, enabled: isWaiting },
    { key: 'r', name: 'run-on', text: words.runOn, wish: { do: 'run-on' }, enabled: isWaiting },
    { key: 'p', name: 'pause', text: words.pause, wish: { do: 'pause' }, enabled: until !== undefined && !isStanding },
    { key: '3', name: 'advance-30s', text: words.advance30s, wish: { do: 'advance', by: '30s' }, enabled: isStanding },
    { key: '1', name: 'advance-1m', text: words.advance1m, wish: { do: 'advance', by: '1m' }, enabled: isStanding },
    { key: 'b', name: 'restart', text: words.restart, wish: { do: 'restart' }, enabled: phase !== 'starting' },
    { key: 'f', name: 'finish', text: words.finish, wish: { do: 'finish' }, enabled: phase === 'over' },
  ];
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, .terminal') !== null;
}

/** `jul/20/2023 20:43:07` as a class reads it: date and time. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function turnLight(): void {
  const root = document.documentElement;
  const isDark =
    (root.dataset['theme'] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  root.dataset['theme'] = isDark ? 'light' : 'dark';
}
