import type { Row } from '../routeros/api/sentence.ts';
import type { CoverageRow, EventOf } from '../trace/events.ts';
import { ruleText } from './rule-text.ts';

/** What packets made of the rules until now. */
export type CoverageReading = Omit<EventOf<'coverage'>, 'at' | 'type'>;

/** As the twin tells it: a rule's properties instead of its text. */
export interface TwinCoverage {
  readonly rules: readonly (Omit<CoverageRow, 'chain' | 'action' | 'comment' | 'text' | 'disabled'> & {
    readonly props: Row;
  })[];
  readonly expired: CoverageReading['expired'];
}

export function coverageReading({ rules, expired }: TwinCoverage): CoverageReading {
  return {
    expired,
    rules: rules.map(({ props, ...rest }) => {
      const { chain = '', action = 'accept', comment, disabled, ...others } = props;
      return {
        ...rest,
        chain,
        action,
        ...(comment === undefined ? {} : { comment }),
        text: ruleText({ chain, action, ...others, ...(others.log === 'no' ? { log: 'false' } : {}) }),
        disabled: disabled === 'yes',
      };
    }),
  };
}
