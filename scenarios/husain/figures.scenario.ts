import { expect, scenario } from '../../src/scenario/scenario.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { ordinaryScan, paperScenario, sequence } from './paper.ts';

type Row = Readonly<Record<string, string>>;

/** Figure 8, as far as it can be read: comment, chain, port, source list. */
const figure8 = [
  ['Port Knocking: Step 1', 'input', '1000', ''],
  ['Port Knocking Koneksi: Step 1', 'input', '1000', ''],
  ['Port Knocking: Step 2', 'input', '1500', 'knock_ports1'],
  ['Port Knocking Koneksi: Step 2', 'input', '1500', 'knock_ports_koneksi1'],
  ['Port Knocking: Step 3', 'input', '3000', 'knock_ports2'],
  ['Port Knocking Koneksi: Step 3', 'input', '3000', 'knock_ports_koneksi2'],
  ['Port Knocking: Step 4', 'input', '4000', 'knock_ports3'],
  ['Port Knocking Koneksi: Step 4', 'input', '4000', 'knock_ports3'],
  ['Port Scanner', 'input', '5000', ''],
  ['Buka Koneksi Port Scanner', 'forward', '', 'authenticated_clients_koneksi'],
  ['Allow authenticated clients', 'input', '22,23,80,8291', 'authenticated_clients'],
  ['Drop Koneksi Port Scanners', 'forward', '', 'port_scanners'],
  ['Drop Port Scanners', 'input', '22,23,80,8291', 'port_scanners'],
] as const;

scenario(
  'The figures and the addresses of the paper',
  {
    ...paperScenario,
    about:
      "Figures 5 to 12 are screenshots of Winbox and of Telegram, Table 4 is the plan of addresses. Each is compared with what the router itself prints of scheme 3: a reader can check that the configuration tested here is the one in the paper, and where the paper's own pages do not agree with each other.",
    router: 'husain/scheme3.rsc',
  },
  async (context) => {
    const { router, clock, telegram, indicator, finding } = context;
    const rules = (await router.print('/ip/firewall/filter')) as Row[];

    await indicator(
      5,
      'Figure 5: the first knock, tab General',
      { paper: 'chain input, protocol 6 (tcp), dst. port 1000' },
      async () => {
        expect(rules[0]).toMatchObject({ chain: 'input', protocol: 'tcp', 'dst-port': '1000' });
        return { observed: ruleText(rules[0]), status: 'reproduced' };
      },
    );

    await indicator(
      6,
      'Figure 6: the first knock, tab Action',
      { paper: 'add src to address list knock_ports_koneksi1, timeout 00:00:30, log with prefix knock1' },
      async () => {
        expect(rules[1]).toMatchObject({
          action: 'add-src-to-address-list',
          'address-list': 'knock_ports_koneksi1',
          'address-list-timeout': '30s',
          log: 'true',
          'log-prefix': 'knock1',
          comment: 'Port Knocking Koneksi: Step 1',
        });
        return { observed: ruleText(rules[1]), status: 'reproduced' };
      },
    );

    await indicator(
      7,
      'Figure 7: the rule that closes the services',
      {
        paper:
          'input, tcp 22,23,80,8291 of port_scanners dropped, logged as "Port Scanning Blocked:", comment "Drop Connection Port Scanners"',
        expect: 'reproduced with a correction',
      },
      async () => {
        expect(rules[12]).toMatchObject({
          chain: 'input',
          action: 'drop',
          protocol: 'tcp',
          'dst-port': '22,23,80,8291',
          'src-address-list': 'port_scanners',
          log: 'true',
          'log-prefix': 'Port Scanning Blocked:',
        });
        return {
          observed: `${ruleText(rules[12])}; its comment is "${rules[12]?.comment}" in Figure 8, another than in the text`,
          status: 'reproduced with a correction',
        };
      },
    );

    await indicator(
      8,
      'Figure 8: thirteen rules',
      { paper: '13 rules, numbers 0 to 12, none of them hit', expect: 'reproduced with a correction' },
      async () => {
        const printed = rules.map((row) => [
          row.comment,
          row.chain,
          row['dst-port'] ?? '',
          row['src-address-list'] ?? '',
        ]);
        const other = figure8.flatMap((row, number) =>
          JSON.stringify(row) === JSON.stringify(printed[number]) ? [] : [number],
        );
        expect(printed).toHaveLength(figure8.length);
        expect(other).toEqual([7]);
        const counters = await router.rules('filter');
        expect(counters.map(({ packets }) => packets)).toEqual(figure8.map(() => 0));
        return {
          observed:
            'all thirteen, but for rule 7: the figure has knock_ports3 where the second ladder needs knock_ports_koneksi3',
          status: 'reproduced with a correction',
        };
      },
    );

    await indicator(
      9,
      'Figure 9: the script "aman"',
      { paper: 'owner admin; reads the log and calls sendMessage' },
      async () => {
        const source = await scriptSource(context, 'aman');
        expect(source).toContain(':local maxLogs 1;');
        expect(source).toContain(':local logMessage "authenticated_clients input:";');
        expect(source).toContain('[/log find where message~$logMessage]');
        expect(source).toContain('/sendMessage?chat_id=$chatId&text=$[/system clock get date] $waktu - Action Allow');
        return { observed: 'every line of the figure that is not cut off stands in the source', status: 'reproduced' };
      },
    );

    await indicator(
      10,
      'Figure 10: the script "tidakaman"',
      { paper: 'the same for "PortScanner Terdeteksi input:"' },
      async () => {
        const source = await scriptSource(context, 'tidakaman');
        expect(source).toContain(':local logMessage "PortScanner Terdeteksi input:";');
        expect(source).toContain('text=$[/system clock get date] - $waktu Action Drop');
        return { observed: 'every line of the figure that is not cut off stands in the source', status: 'reproduced' };
      },
    );

    await indicator(
      11,
      'Figure 11: the schedulers',
      {
        paper: 'aman and tidakaman, start jul/20/2023 startup, interval 00:01:00, owner admin; both have run 114 times',
      },
      async () => {
        await clock.advance('114m');
        const jobs = (await router.print('/system/scheduler')) as Row[];
        expect(jobs.map(({ name }) => name)).toEqual(['aman', 'tidakaman']);
        for (const job of jobs) {
          expect(job).toMatchObject({
            'start-date': 'jul/20/2023',
            'start-time': 'startup',
            interval: '1m',
            owner: 'admin',
            'on-event': job.name,
          });
        }
        const counts = jobs.map((job) => Number(job['run-count']));
        expect(new Set(counts).size).toBe(1);
        expect(counts[0]).toBeGreaterThanOrEqual(114);
        expect(counts[0]).toBeLessThanOrEqual(115);
        return {
          observed: `as in the figure; after 114 minutes both have run ${counts[0]} times`,
          status: 'reproduced',
        };
      },
    );

    await indicator(
      12,
      'Figure 12: the messages',
      {
        paper: 'eight messages of one evening, two of them at 20:43:56 and 20:43:59, three more ten seconds apart',
        expect: 'not reproduced',
      },
      async () => {
        await ordinaryScan(context);
        await context.attacker.knock(router, sequence);
        await context.attacker.look(router, [22]);
        await clock.advance('3m');
        const { messages } = telegram;
        expect(telegram).toHaveReceived(
          /^jul\/20\/2023 - \d\d:\d\d:\d\d Action Drop Occurred: Wifi Client Sedang Tidak Aman \[Port Scanning\]$/,
        );
        expect(telegram).toHaveReceived(
          /^jul\/20\/2023 \d\d:\d\d:\d\d - Action Allow Occurred: Wifi Client Telah Aman \[Authenticated Clients\]$/,
        );
        const drops = messages.filter((text) => text.includes('Drop'));
        expect(new Set(drops).size).toBe(1);
        finding(
          'Figure 12 was not made by the scripts of Figures 9 and 10',
          'The scripts run once a minute and report the oldest line of the log: their messages are a minute apart and all name the same time. ' +
            'The figure has messages of 20:46:05, 20:46:15 and 20:46:25, each with its own time, and two wordings of the same alert ("jul/20/2023 Action Drop Occurred: 20:43:56", "jul/20/2023 - 20:49:15 Action Drop Occurred: 20:49:35"): earlier versions of the scripts, run by hand.',
        );
        return {
          observed: `both wordings of the scripts arrive ("${messages[0]}"); but ${drops.length} alerts in three minutes all name one time`,
          status: 'not reproduced',
        };
      },
    );

    await indicator(
      4,
      'Table 4: the addresses',
      {
        paper: 'ether1 10.0.2.0/24, ether2 10.10.10.1/24, ether3 103.190.47.45/24; everybody by DHCP',
        expect: 'reproduced with a correction',
      },
      async () => {
        const addresses = (await router.print('/ip/address')) as Row[];
        expect(Object.fromEntries(addresses.map((row) => [row.interface, row.address]))).toEqual({
          ether1: '10.0.2.15/24',
          ether2: '10.10.10.1/24',
          ether3: '103.190.47.45/24',
        });
        const leases = (await router.print('/ip/dhcp-server/lease')) as Row[];
        expect(leases.map(({ comment, address, status }) => `${comment} ${address} ${status}`)).toEqual([
          'Access Point 10.10.10.253 bound',
          'Laptop Attacker 10.10.10.254 bound',
          'Laptop Client 10.10.10.94 bound',
          'Laptop Administrator 103.190.47.46 bound',
        ]);
        expect([context.attacker.address, context.client.address, context.admin.address]).toEqual([
          '10.10.10.254',
          '10.10.10.94',
          '103.190.47.46',
        ]);
        return {
          observed:
            'four leases as in the table; on the router only ether1 gets its address by DHCP (10.0.2.15: the table names the network), ether2 and ether3 serve it',
          status: 'reproduced with a correction',
        };
      },
    );
  },
);

function ruleText(row: Row | undefined): string {
  const shown = [
    'chain',
    'action',
    'protocol',
    'dst-port',
    'src-address-list',
    'address-list',
    'address-list-timeout',
    'log-prefix',
  ];
  return shown.flatMap((name) => (row?.[name] === undefined ? [] : `${name}=${row[name]}`)).join(' ');
}

async function scriptSource({ router }: ScenarioContext, name: string): Promise<string> {
  const [script] = (await router.print('/system/script', { query: { name } })) as Row[];
  expect(script).toMatchObject({
    owner: 'admin',
    policy: 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon',
  });
  return script?.source ?? '';
}
