import { expect, scenario } from '../../src/scenario/scenario.ts';
import { attackSeries, seriesText } from './attack-series.ts';
import { paperScenario } from './paper.ts';

scenario(
  'Indicator 8 with corrected scripts',
  {
    ...paperScenario,
    about:
      'The published scripts report the first attack again and again. The corrected ones remember the last line of the log that they have reported: ' +
      '25 attacks in 25 scheduler minutes give 25 alerts, each with its own time, and silence afterwards.',
    router: 'husain/scheme3-corrected.rsc',
  },
  async (context) => {
    const { clock, telegram, step, indicator } = context;

    await indicator(
      8,
      'Attempt 25 consecutive attacks',
      {
        paper: 'The Scheduler and Script worked well, and Telegram managed to receive all attack notifications.',
        expect: 'reproduced with a correction',
      },
      async () => {
        const series = await attackSeries(context, 25);
        expect(series).toEqual({ attacks: 25, logged: 25, listed: 25, alerts: 25, missed: 0, duplicates: 0 });
        return { observed: seriesText(series), status: 'reproduced with a correction' };
      },
    );

    await step('when nobody attacks, nobody is alerted', async () => {
      const before = telegram.messages.length;
      await clock.advance('5m');
      expect(telegram.messages).toHaveLength(before);
    });
  },
);
