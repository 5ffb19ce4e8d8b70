import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { type StudyHost, study, studySystem } from './study.ts';

scenario<StudyHost>(
  'The black-box study under attack, as it is meant',
  {
    ...study,
    about:
      'Every attack of the catalogue on the three knocks 2001, 2002 and 2003. As the text describes them the rules block nobody, so that there would be nothing to attack; here they are as they are meant.',
    router: 'local-network-black-box/intended.rsc',
  },
  async (context) => {
    await withstand(context, studySystem(context, 'intended'), {
      expected: givesWayTo(
        'sequential-scan',
        'knock-port-scan',
        'fin-scan',
        'null-scan',
        'xmas-scan',
        'ack-scan',
        'fragmented-scan',
        'udp-scan',
        'decoy-scan',
        'every-order',
        'login-brute-force',
        'other-services',
        'forward-chain',
      ),
    });
  },
);
