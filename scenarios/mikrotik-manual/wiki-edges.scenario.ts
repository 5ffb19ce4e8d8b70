import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { type ManualHost, manual, services, wikiSequence } from './recipes.ts';

scenario<ManualHost>(
  "MikroTik's old wiki: the edges of its rules",
  {
    ...manual,
    about:
      'Each rule of the wiki from both sides: which packets bring their sender to which list, and for how long, and which do not. The office has to knock like anybody else. What `knocklab mutate` found that no other scenario noticed.',
    router: 'mikrotik-manual/wiki.rsc',
  },
  async ({ admin, attacker, office, router, step }) => {
    await step('each packet brings its sender as far as it should, and no further', async () => {
      await expectListChanges(router, attacker, [
        { packets: ['6000/tcp', '9001/tcp', '22/tcp', '9000/udp', '6000/udp', 'icmp'] },
        { packets: ['9000/tcp'], puts: { 'port:9000': '1m' } },
        { on: ['port:9000'], packets: ['6001/tcp', '22/tcp', '6000/udp', '9000/udp', 'icmp'] },
        { on: ['port:9000'], packets: ['9000/tcp'], puts: { 'port:9000': '1m' } },
        { on: ['port:9000'], packets: ['6000/tcp'], puts: { secure: '1m' } },
        { on: ['port:9000', 'secure'], packets: ['6000/tcp'], puts: { secure: '1m' } },
        { on: ['secure'], packets: ['6000/tcp', '22/tcp', 'icmp'] },
        { on: ['secure'], packets: ['9000/tcp'], puts: { 'port:9000': '1m' } },
        { by: office, packets: ['9000/tcp'], puts: { 'port:9000': '1m' } },
      ]);
    });

    await step('the first knock alone lets nobody in, and who is secure reaches everything', async () => {
      await put(router, attacker, 'port:9000');
      expect((await attacker.look(router, services)).open).toEqual([]);
      await put(router, admin, 'secure');
      expect((await admin.look(router, services)).open).toEqual(services);
      expect((await admin.ping(router)).received).toBe(1);
    });

    await step('the office is let in after its knock, and not before', async () => {
      expect((await office.look(router, services)).open).toEqual([]);
      await office.knock(router, wikiSequence);
      expect((await office.look(router, services)).open).toEqual(services);
    });
  },
);
