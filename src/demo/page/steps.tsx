import { useEffect, useRef, useState } from 'preact/hooks';
import type { DemoState } from '../state.ts';
import type { Catalogue, Narration } from '../texts/catalogue.ts';
import type { Wish } from '../wishes.ts';
import type { Model } from './model.ts';

interface StepsProps {
  readonly state: DemoState;
  readonly model: Model;
  readonly catalogue: Catalogue;
  readonly wish: (wish: Wish) => void;
}

/** The steps with what came of them, and the narration of the one that the class looks at. */
export function Steps({ state, model, catalogue, wish }: StepsProps) {
  const { words, titles, narration, exercises } = catalogue;
  const shown = shownStep(state, model);
  const [chosen, choose] = useState<number>();
  // A look back ends when the demonstration goes on.
  useEffect(() => choose(undefined), [shown, state.run]);
  const told = chosen ?? shown;
  const title = model.titles[told - 1];
  const text = title === undefined ? undefined : narration[model.scenario]?.[title];
  const exercise = state.exercise === undefined ? undefined : exercises[state.exercise];
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => showInList(current.current), [shown]);
  return (
    <aside>
      {exercise && <Exercise {...{ exercise, words, model, state }} />}
      <article class="narration" aria-live="polite">
        {title === undefined ? (
          <p>{model.about}</p>
        ) : (
          <h2>
            <span class="number">{told}</span> {titles[title] ?? title}
          </h2>
        )}
        {text && <Story key={title} text={text} words={words} />}
        {model.steps[told - 1] && <Outcome step={model.steps[told - 1]} words={words} />}
      </article>
      <h2 id="steps">{words.steps}</h2>
      <ol aria-labelledby="steps" class="steps">
        {model.titles.map((each, index) => (
          <StepLine
            key={`${index} ${each}`}
            line={index + 1 === shown ? current : null}
            {...{ index, shown, model, state, words, wish, choose }}
            each={titles[each] ?? each}
          />
        ))}
      </ol>
      {model.findings.length > 0 && <h2>{words.findings}</h2>}
      <ul class="findings">
        {model.findings.map(({ name, text: found }) => (
          <li key={name}>
            <strong>{name}</strong> {found}
          </li>
        ))}
      </ul>
      {model.acts.length > 0 && <h2>{words.acts}</h2>}
      <ul class="acts">
        {model.acts.map((act, index) => (
          <li key={`${index} ${act}`}>{act}</li>
        ))}
      </ul>
    </aside>
  );
}

/** Scrolls the list and leaves the page where it is. */
function showInList(line: HTMLElement | null): void {
  const list = line?.parentElement;
  if (line === null || list === null || list === undefined) return;
  list.scrollTop = line.offsetTop - list.offsetTop - list.clientHeight / 2;
}

/** The step under way, or the next one while the class waits for it; after the end, the last. */
function shownStep({ phase, step }: DemoState, { steps, titles }: Model): number {
  if (phase === 'waiting' && step !== undefined) return step;
  return Math.min(Math.max(steps.length, 1), Math.max(titles.length, 1));
}

function Story({ text, words }: { readonly text: Narration; readonly words: Catalogue['words'] }) {
  return (
    <>
      <h3>{words.what}</h3>
      <p>{text.what}</p>
      <h3>{words.why}</h3>
      <p>{text.why}</p>
      <h3>{words.look}</h3>
      <p>{text.look}</p>
      <details>
        <summary>
          {words.question}: {text.question}
        </summary>
        <p>{text.answer}</p>
      </details>
    </>
  );
}

function Outcome({
  step,
  words,
}: {
  readonly step: Model['steps'][number] | undefined;
  readonly words: Catalogue['words'];
}) {
  if (step === undefined || step.status === 'running' || step.status === 'passed') return null;
  return (
    <div class="outcome">
      <h3 class={step.status}>{words[step.status]}</h3>
      {step.expected !== undefined && (
        <p>
          {words.expected}: {step.expected}
        </p>
      )}
      {step.observed !== undefined && (
        <p>
          {words.observed}: {step.observed}
        </p>
      )}
    </div>
  );
}

interface LineProps {
  readonly line: { current: HTMLLIElement | null } | null;
  readonly each: string;
  readonly index: number;
  readonly shown: number;
  readonly model: Model;
  readonly state: DemoState;
  readonly words: Catalogue['words'];
  readonly wish: (wish: Wish) => void;
  /** Tells of this step, whichever the demonstration stands at. */
  readonly choose: (step: number) => void;
}

const marks: Readonly<Record<string, string>> = {
  passed: '✔',
  failed: '✖',
  error: '✖',
  skipped: '–',
  inconclusive: '?',
  running: '▶',
};

function Mark({
  status,
  words,
}: {
  readonly status: Model['steps'][number]['status'] | undefined;
  readonly words: Catalogue['words'];
}) {
  if (status === undefined)
    return (
      <span class="mark" aria-hidden="true">
        ·
      </span>
    );
  return (
    <span class="mark" role="img" aria-label={words[status]}>
      {marks[status] ?? '·'}
    </span>
  );
}

function StepLine({ line, each, index, shown, model, state, words, wish, choose }: LineProps) {
  const status = model.steps[index]?.status;
  const isBack = index < model.steps.length;
  const isHere = state.phase === 'waiting' && state.step === index + 1;
  const jump = isBack ? words.back : words.runTo;
  return (
    <li ref={line} class={`step ${status ?? 'to-come'}`} aria-current={index + 1 === shown ? 'step' : undefined}>
      <Mark status={status} words={words} />
      <button type="button" class="step-title" onClick={() => choose(index + 1)}>
        {each}
      </button>
      {!isHere && (
        <button
          type="button"
          class="jump"
          title={isBack ? words.replay : words.runTo}
          aria-label={`${jump} ${index + 1}`}
          onClick={() => wish({ do: 'run-to', step: index + 1 })}
        >
          {isBack ? '↺' : '⇥'}
        </button>
      )}
    </li>
  );
}

interface ExerciseProps {
  readonly exercise: Catalogue['exercises'][string];
  readonly words: Catalogue['words'];
  readonly model: Model;
  readonly state: DemoState;
}

function Exercise({ exercise, words, model, state }: ExerciseProps) {
  const isTried = state.ownConfiguration && model.verdict !== undefined;
  const isSolved = model.verdict === 'passed';
  return (
    <article class="exercise">
      <h2>
        {words.exercise}: {exercise.title}
      </h2>
      <p>{exercise.task}</p>
      {isTried && <p class={isSolved ? 'passed' : 'failed'}>{isSolved ? words.solved : words.notSolved}</p>}
      <details>
        <summary>{words.hint}</summary>
        <p>{exercise.hint}</p>
      </details>
      <details>
        <summary>{words.answer}</summary>
        <p>{exercise.answer}</p>
      </details>
    </article>
  );
}
