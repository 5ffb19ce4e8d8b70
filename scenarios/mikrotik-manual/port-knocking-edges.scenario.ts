import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { type ManualHost, manual, sequence, services } from './recipes.ts';

scenario<ManualHost>(
  "MikroTik's own recipe: the edges of its rules",
  {
    ...manual,
    about:
      'Each rule of the manual from both sides: which packets bring their sender to which list, and for how long, which do not, and that the office is never asked. What `knocklab mutate` found that no other scenario noticed.',
    router: 'mikrotik-manual/port-knocking.rsc',
  },
  async ({ admin, attacker, office, router, step }) => {
    const all = [...sequence, '666/tcp'];

    await step('each packet brings its sender as far as it should, and no further', async () => {
      await expectListChanges(router, attacker, [
        { packets: ['555/tcp', '222/tcp', '21/tcp', '22/tcp', '889/tcp', '667/tcp', '888/udp', '666/udp', 'icmp'] },
        { packets: ['888/tcp'], puts: { '888': '30s' } },
        { packets: ['666/tcp'], puts: { blacklist: '1000m' } },
        { on: ['blacklist'], packets: [...all, '22/tcp', 'icmp'] },
        { on: ['888'], packets: ['222/tcp', '556/tcp', '555/udp', '22/tcp', 'icmp'] },
        { on: ['888'], packets: ['888/tcp'], puts: { '888': '30s' } },
        { on: ['888'], packets: ['555/tcp'], puts: { '555': '30s' } },
        { on: ['888'], packets: ['666/tcp'], puts: { blacklist: '1000m' } },
        { on: ['555'], packets: ['555/tcp', '223/tcp', '222/udp', '22/tcp', 'icmp'] },
        { on: ['555'], packets: ['222/tcp'], puts: { secured: '30m' } },
        { on: ['secured'], packets: ['222/tcp', '555/tcp', '666/tcp', '22/tcp'] },
        { on: ['secured', '555'], packets: ['222/tcp'], puts: { secured: '30m' } },
        { on: ['secured', 'blacklist'], packets: all },
        { by: office, packets: [...all, '22/tcp'] },
        { by: office, on: ['888'], packets: all },
        { by: office, on: ['555'], packets: all },
      ]);
    });

    await step(
      'no list but the secured lets in, the blacklist shuts them out again, and neither is for the office',
      async () => {
        const ports = [...services, 666, 888, 9999];
        await put(router, attacker, '888', '555');
        expect(Object.values((await attacker.look(router, ports)).states)).toEqual(ports.map(() => 'filtered'));
        await put(router, admin, 'secured', '888', '555');
        expect((await admin.look(router, services)).open).toEqual(services);
        expect((await admin.ping(router)).received).toBe(1);
        await put(router, admin, 'secured', 'blacklist');
        expect((await admin.look(router, services)).open).toEqual([]);
        await put(router, office, 'blacklist');
        expect((await office.look(router, [...services, 666])).states).toEqual({
          22: 'open',
          80: 'open',
          8291: 'open',
          666: 'closed',
        });
      },
    );
  },
);
