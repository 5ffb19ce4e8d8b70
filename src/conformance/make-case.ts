import { KnocklabError } from '../core/errors.ts';
import { Act } from './act.ts';
import { type Area, answerFor, type Case, type Expectation, type Fact, isAnswer } from './case.ts';

/** A case of lines (act.ts), as the tables write it. */
export interface LineCase extends Fact {
  readonly id: string;
  readonly title: string;
  readonly asked: readonly string[];
  readonly expect: Expectation;
  readonly since?: string;
  readonly until?: string;
  readonly needs?: Case['needs'];
  readonly twin?: string;
}

/** Entries of lists end to the second: what took longer than this has asked something else. */
const mostOverrunMs = 900;

/** Whoever did the lines takes away what they made, whether or not they came to their end. */
export function makeCase(area: Area, given: LineCase): Case {
  return {
    needs: 'router',
    ...given,
    id: `${area}/${given.id}`,
    area,
    ask: async (session) => {
      const act = new Act(session);
      try {
        const said = await act.play(given.asked);
        const late = act.overrunMs;
        if (late > mostOverrunMs && !isAnswer(said, answerFor(given, session.release))) throw tooSlow(late, said);
        return said;
      } finally {
        await act.clean();
      }
    },
  };
}

/** On a slow guest, or behind a slow line, time passes that the case has not asked for. */
function tooSlow(overrunMs: number, said: string): KnocklabError {
  const message = `It took ${overrunMs} ms longer than the case waits, so its answer says nothing.`;
  return new KnocklabError('conformance/too-slow', message, { evidence: said });
}
