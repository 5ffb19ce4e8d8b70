import type { GuardedSystem } from '../../src/attacks/attack.ts';
import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { forwardedSystem, httpSystem, ladderSystem, type SeminarHost, seminar, singleSystem } from './seminar.ts';

interface Form {
  readonly title: string;
  readonly router: string;
  readonly system: (context: ScenarioContext<SeminarHost>) => GuardedSystem;
  /** What it does not hold against. */
  readonly gaps: readonly string[];
  /** What this twin cannot be asked. */
  readonly except?: readonly string[];
}

const forms: readonly Form[] = [
  {
    title: 'The strict sequence',
    router: 'strict',
    system: (context) => ladderSystem(context, 'strict'),
    gaps: ['every-order', 'outliving-connection', 'login-brute-force', 'forward-chain'],
  },
  {
    title: 'The sequence in raw',
    router: 'raw',
    system: (context) => ladderSystem(context, 'raw'),
    gaps: ['every-order', 'login-brute-force', 'other-services', 'forward-chain'],
  },
  {
    title: 'The word in a datagram',
    router: 'data',
    system: (context) => singleSystem(context, 'data'),
    gaps: ['outliving-connection', 'login-brute-force', 'forward-chain'],
  },
  {
    title: 'The HTTP GET',
    router: 'http',
    system: httpSystem,
    gaps: ['outliving-connection', 'login-brute-force', 'other-services', 'forward-chain'],
  },
  {
    title: 'The size of a ping',
    router: 'icmp-size',
    system: (context) => singleSystem(context, 'icmp-size'),
    gaps: ['outliving-connection', 'login-brute-force', 'forward-chain'],
  },
  {
    title: 'The pattern in a ping',
    router: 'icmp-pattern',
    system: (context) => singleSystem(context, 'icmp-pattern'),
    gaps: ['outliving-connection', 'login-brute-force', 'forward-chain'],
    // The twin decides layer7 outside the kernel: in a flood it does not see every packet, RouterOS does (docs/twin.md).
    except: ['list-exhaustion', 'knock-under-load'],
  },
  {
    title: 'The forwarded port, controlled in filter',
    router: 'forward-filter',
    system: (context) => forwardedSystem(context, 'forward-filter'),
    gaps: ['every-order', 'outliving-connection'],
  },
  {
    title: 'The forwarded port, controlled in nat',
    router: 'forward-nat',
    system: (context) => forwardedSystem(context, 'forward-nat'),
    gaps: ['every-order', 'outliving-connection', 'forward-chain'],
  },
];

for (const { title, router, system, gaps, except = [] } of forms) {
  scenario<SeminarHost>(
    `${title} under attack`,
    {
      ...seminar,
      about: `Every attack of the catalogue on this way of knocking from the seminar: ${title.toLowerCase()}.`,
      router: `boyadzhiev-2022/${router}.rsc`,
    },
    async (context) => {
      if (router.startsWith('forward')) await context.server.serve(80);
      await withstand(context, system(context), { expected: givesWayTo(...gaps), except });
    },
  );
}
