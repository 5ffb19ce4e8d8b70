import { useEffect, useState } from 'preact/hooks';
import type { DemoState } from '../state.ts';
import type { Catalogue } from '../texts/catalogue.ts';
import type { Wish } from '../wishes.ts';
import { readConfiguration } from './connection.ts';

interface ConfigurationProps {
  readonly state: DemoState;
  readonly words: Catalogue['words'];
  readonly wish: (wish: Wish) => void;
}

/** The configuration as text: to be read, repaired, replaced, and put to the scenario's test. */
export function Configuration({ state, words, wish }: ConfigurationProps) {
  const [text, setText] = useState('');
  const hasExercise = state.exercise !== undefined;
  // The scenario names its own only once its run has begun.
  const isKnown = text !== '' || state.phase === 'starting';
  useEffect(() => {
    if (!isKnown) void readConfiguration().then(setText);
  }, [isKnown]);
  const upload = (event: { currentTarget: HTMLInputElement }): void => {
    void event.currentTarget.files?.[0]?.text().then(setText);
  };
  return (
    <section class="configuration" aria-label={words.configuration}>
      <details open={hasExercise}>
        <summary>{words.configuration}</summary>
        <p>{words.tryNote}</p>
        <textarea
          aria-label={words.configuration}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          spellcheck={false}
          wrap="off"
        />
        <div class="controls">
          <button type="button" data-do="try" onClick={() => wish({ do: 'try', configuration: text })}>
            {words.tryIt}
          </button>
          <label class="button">
            {words.upload} <input type="file" accept=".rsc,.txt" onChange={upload} />
          </label>
        </div>
      </details>
    </section>
  );
}
