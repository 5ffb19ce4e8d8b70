import { expect, scenario } from '../../src/scenario/scenario.ts';
import { knockByTelnet, type StudyHost, sequence, services, study, table2 } from './study.ts';

const about =
  'A study protects ping, Winbox and WebFig of a router in a local network by three knocks, made with telnet, and reports six tests in its Table 2: all three fail before the knock and succeed after it.';

const claims = [
  ['ping', 'Ping ke mikrotik'],
  ['winbox', 'Akses Winbox'],
  ['www', 'Akses www'],
] as const;

scenario<StudyHost>(
  'The black-box study as its text describes it',
  {
    ...study,
    about: `${about} Here its rules are taken word by word, with the lists as the text names them: nothing is ever blocked.`,
    router: 'local-network-black-box/described.rsc',
  },
  async (context) => {
    const { router, indicator, finding } = context;
    const before = await table2(context);
    for (const [number, [name, test]] of claims.entries()) {
      await indicator(
        number + 1,
        `${test}, before`,
        { paper: 'Gagal (failed)', expect: 'not reproduced' },
        async () => {
          expect(before[name]).toBe(true);
          return { observed: 'answered: the drops ask for a list that no rule fills', status: 'not reproduced' };
        },
      );
    }
    await knockByTelnet(context);
    const after = await table2(context);
    for (const [number, [name, test]] of claims.entries()) {
      await indicator(number + 4, `${test}, after`, { paper: 'Berhasil (succeeded)' }, async () => {
        expect(after[name]).toBe(true);
        return { observed: 'answered, as before the knock', status: 'reproduced' };
      });
    }
    expect(await router.addressList('hit pertama')).toHold('192.168.88.10');
    expect(await router.addressList('serangan ke-2')).toHold('192.168.88.10');
    finding(
      'three names for three lists, and none of them fits',
      'Both first knocks fill "hit pertama", the third fills "serangan ke-2", and the drops ask for "serangan ketiga". No knock asks for the one before it, so the order would not matter either.',
    );
  },
);

scenario<StudyHost>(
  'The black-box study with its list names put right',
  {
    ...study,
    about: `${about} With the names put right the drops take whoever has knocked, as the text says: the study's own tests come out the wrong way round.`,
    router: 'local-network-black-box/repaired-names.rsc',
  },
  async (context) => {
    const { step, finding, user, router } = context;
    await step('everything answers before the knock', async () => {
      expect(await table2(context)).toEqual({ ping: true, winbox: true, www: true });
    });
    await step('whoever knocks is shut out, but not of Winbox', async () => {
      await knockByTelnet(context);
      expect(await table2(context)).toEqual({ ping: false, winbox: true, www: false });
      expect(await user.scan(router, services)).toShow({ filtered: [22, 23, 80], open: [8291] });
      finding(
        'two digits changed places',
        'Rule and text say 8921 where Winbox listens on 8291 (the text has both): the port that the study is about is the one that its rule does not touch.',
      );
    });
  },
);

scenario<StudyHost>(
  'The black-box study as it is meant',
  {
    ...study,
    about: `${about} Each knock asks for the one before it, the drops take whoever has not knocked, Winbox is 8291: so all six tests come out as printed.`,
    router: 'local-network-black-box/intended.rsc',
  },
  async (context) => {
    const { user, router, clock, step, indicator } = context;
    const before = await table2(context);
    for (const [number, [name, test]] of claims.entries()) {
      await indicator(
        number + 1,
        `${test}, before`,
        { paper: 'Gagal (failed)', expect: 'reproduced with a correction' },
        async () => {
          expect(before[name]).toBe(false);
          return { observed: 'no answer, once the drop is turned round', status: 'reproduced with a correction' };
        },
      );
    }
    await knockByTelnet(context);
    const after = await table2(context);
    for (const [number, [name, test]] of claims.entries()) {
      await indicator(
        number + 4,
        `${test}, after`,
        { paper: 'Berhasil (succeeded)', expect: 'reproduced with a correction' },
        async () => {
          expect(after[name]).toBe(true);
          return { observed: 'answered after three calls of telnet', status: 'reproduced with a correction' };
        },
      );
    }
    await step('a stage is forgotten after ten seconds', async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      await user.knock(router, sequence.slice(0, 2));
      await clock.advance('11s');
      expect((await user.knock(router, sequence.slice(2))).progress?.reached).toBe(0);
    });
    await step.long('the door lives for an hour', async () => {
      await expect(user.door(router, 8291)).toLive({
        by: () => user.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '1h',
        within: '1s',
        staysClosed: '5m',
      });
    });
  },
);
