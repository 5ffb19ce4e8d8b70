/** What is said to students of one step. */
export interface Narration {
  readonly what: string;
  readonly why: string;
  /** What to look for on the page. */
  readonly look: string;
  readonly question: string;
  /** Behind a fold. */
  readonly answer: string;
}

interface ExerciseText {
  readonly title: string;
  /** What the class is told, without the fault. */
  readonly task: string;
  readonly hint: string;
  readonly answer: string;
}

/** All texts of the page in one language. `test/demo/texts.test.ts` sees to it that none is missing. */
export interface Catalogue {
  /** Of the language, in itself. */
  readonly name: string;
  readonly words: Readonly<Record<Word, string>>;
  /** Titles of scenarios and steps, by the scenario's own. One that is missing is shown as the scenario has it. */
  readonly titles: Readonly<Record<string, string>>;
  /** By scenario, then by the step's title: a step that is renamed has no text, and fails the test. */
  readonly narration: Readonly<Record<string, Readonly<Record<string, Narration>>>>;
  /** By the exercise's name. */
  readonly exercises: Readonly<Record<string, ExerciseText>>;
}

/** Everything that the page says of its own. */
type Word =
  | 'steps'
  | 'next'
  | 'runOn'
  | 'runTo'
  | 'pause'
  | 'restart'
  | 'back'
  | 'finish'
  | 'report'
  | 'clock'
  | 'advance30s'
  | 'advance1m'
  | 'consoles'
  | 'noConsole'
  | 'close'
  | 'network'
  | 'ports'
  | 'noPorts'
  | 'lists'
  | 'noLists'
  | 'forever'
  | 'phone'
  | 'noMessages'
  | 'log'
  | 'noLog'
  | 'rules'
  | 'packets'
  | 'configuration'
  | 'tryIt'
  | 'upload'
  | 'tryNote'
  | 'language'
  | 'light'
  | 'dark'
  | 'what'
  | 'why'
  | 'look'
  | 'question'
  | 'answer'
  | 'starting'
  | 'waiting'
  | 'running'
  | 'over'
  | 'ended'
  | 'broken'
  | 'lost'
  | 'passed'
  | 'failed'
  | 'inconclusive'
  | 'skipped'
  | 'error'
  | 'expected'
  | 'observed'
  | 'acts'
  | 'exercise'
  | 'hint'
  | 'solved'
  | 'notSolved'
  | 'about'
  | 'keys'
  | 'replay'
  | 'open'
  | 'closed'
  | 'filtered'
  | 'findings';
