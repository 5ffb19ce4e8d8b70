import type { ScenarioBody, ScenarioContext } from '../scenario-options.ts';

export interface StepPlan {
  readonly titles: readonly string[];
  /** False: the body asks the lab for more than steps, so there may be others. */
  readonly whole: boolean;
}

/** More than any scenario has; a body that loops until the lab says something would never end here. */
const mostSteps = 300;

/**
 * The titles of a scenario's steps, without a lab: its body is played with steps that do nothing. Everything else that
 * it asks for is an answer that never comes, which ends the plan there.
 */
export async function planSteps(body: ScenarioBody<string>): Promise<StepPlan> {
  const titles: string[] = [];
  const { promise: stuck, reject } = Promise.withResolvers<never>();
  const note = async (title: string): Promise<undefined> => {
    if (titles.length >= mostSteps) throw new Error('too many steps');
    titles.push(title);
  };
  const step = Object.assign(note, { soft: note, long: note });
  const context = unanswered({ step, finding: () => undefined }, () => reject(new Error('asks the lab')));
  try {
    await Promise.race([body(context as unknown as ScenarioContext<string>), stuck]);
    return { titles, whole: true };
  } catch {
    return { titles, whole: false };
  }
}

/** Whatever is not known can be named, but not called. */
function unanswered(known: object, onCall: () => void): object {
  return new Proxy(known, {
    get: (target, name) => {
      if (name in target || typeof name === 'symbol' || name === 'then') return Reflect.get(target, name);
      return new Proxy(() => undefined, {
        apply: () => {
          onCall();
          return new Promise(() => undefined);
        },
        get: (_, part) => {
          if (typeof part === 'symbol' || part === 'then') return undefined;
          return (): Promise<never> => {
            onCall();
            return new Promise(() => undefined);
          };
        },
      });
    },
  });
}
