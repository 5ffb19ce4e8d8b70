import type { TraceEvent } from '../../trace/events.ts';
import { actDetail, actsOf, actTitle, hostOf } from './act-text.ts';
import type { Axis } from './axis.ts';
import type { Item, Lane } from './view.ts';

/** A lane for each host that did something. */
export function hostLanes(events: readonly TraceEvent[], axis: Axis): Lane[] {
  const byHost = Map.groupBy(actsOf(events), hostOf);
  return [...byHost].map(([host, acts]) => ({
    id: `host-${host}`,
    title: host,
    items: acts.map((act): Item => {
      const end = axis.ofRun(act.at);
      const begin = Math.max(axis.ofRun(act.at - act.durationMs), 0);
      return {
        u: begin,
        v: end,
        k: act.type === 'knock' ? 'knock' : 'act',
        t: actTitle(act),
        d: actDetail(act),
        ...(act.step === undefined ? {} : { s: act.step }),
      };
    }),
  }));
}
