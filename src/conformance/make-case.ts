import { Act } from './act.ts';
import type { Area, Case, Expectation, Fact } from './case.ts';

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
        return await act.play(given.asked);
      } finally {
        await act.clean();
      }
    },
  };
}
