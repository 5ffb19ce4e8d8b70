import { expect, scenario } from '../../src/scenario/scenario.ts';
import { routerAddress, type SeminarHost, seminar } from './seminar.ts';

const about =
  'RouterOS can knock, too: /system telnet and /tool fetch open connections, /ping has a size. A second router of the lab is the client; what it sends goes over the same wire as everybody else’s.';
const branch = '192.168.169.101';

scenario<SeminarHost>(
  'RouterOS as the client: a sequence with telnet and fetch',
  { ...seminar, about, router: 'boyadzhiev-2022/strict.rsc', capture: ['branch'] },
  async ({ routerOn, router, indicator }) => {
    const other = await routerOn('branch', 'boyadzhiev-2022/branch.rsc');
    await indicator(
      14,
      'telnet and fetch',
      { paper: '/system/telnet address=… port=23; /tool/fetch address=… src-path=mikrotik' },
      async () => {
        const tries = [
          `:do { /system telnet ${routerAddress} 2022 } on-error={}`,
          `:do { /tool fetch url="tftp://${routerAddress}:9090/x" mode=tftp } on-error={}`,
          `:do { /tool fetch url="http://${routerAddress}:4022/mikrotik" output=none } on-error={}`,
        ];
        for (const line of tries) await other.run(`:execute "${line.replaceAll(/["$\\]/g, String.raw`\$&`)}"`);
        await expect(router.entry('knock1', branch)).toOpenWithin('3s');
        return { observed: 'the second router is on the list of the first knock', status: 'reproduced' };
      },
    );
  },
);

scenario<SeminarHost>(
  'RouterOS as the client: ping with a size',
  { ...seminar, about, router: 'boyadzhiev-2022/icmp-size.rsc' },
  async ({ routerOn, router, indicator }) => {
    const other = await routerOn('branch', 'boyadzhiev-2022/branch.rsc');
    await indicator(15, 'ping', { paper: 'ping 192.168.169.101 size=1000' }, async () => {
      await other.run(`/ping ${routerAddress} size=692 count=1`);
      expect(await router.addressList('knock')).not.toHold(branch);
      await other.run(`/ping ${routerAddress} size=720 count=1`);
      expect(await router.addressList('knock')).toHold(branch);
      return {
        observed: 'RouterOS counts the whole packet: size=720 is what `ping -s 692` is elsewhere',
        status: 'reproduced',
      };
    });
  },
);

scenario<SeminarHost>(
  'RouterOS as the client: fetch and an HTTP GET',
  { ...seminar, about, router: 'boyadzhiev-2022/http.rsc' },
  async ({ routerOn, router, indicator }) => {
    const other = await routerOn('branch', 'boyadzhiev-2022/branch.rsc');
    await indicator(16, 'fetch', { paper: '/tool/fetch address=192.168.169.101 src-path=mikrotik' }, async () => {
      await other.run(`:do { /tool fetch url="http://${routerAddress}/mikrotik" output=none } on-error={}`);
      expect(await router.addressList('knock')).toHold(branch);
      return { observed: 'the second router is on the list', status: 'reproduced' };
    });
  },
);
