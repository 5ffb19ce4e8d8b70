import type { ItemKind } from '../../report/timeline/view.ts';

/** The page's colours, for a canvas that knows no style sheet. */
export interface Palette {
  readonly page: string;
  readonly panel: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly hatch: string;
  readonly chosen: string;
  readonly mono: string;
  readonly sans: string;
  readonly items: Readonly<Record<ItemKind, string>>;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const [green, red, amber, accent, muted] = [
    of('tl-green'),
    of('tl-red'),
    of('tl-amber'),
    of('tl-blue'),
    of('tl-grey'),
  ];
  return {
    page: of('page'),
    panel: of('panel'),
    text: of('text'),
    muted: of('muted'),
    line: of('line-soft'),
    accent: of('accent'),
    hatch: of('tl-hatch'),
    chosen: of('blue-soft'),
    mono: of('mono'),
    sans: of('sans'),
    items: {
      act: accent,
      knock: of('tl-violet'),
      open: green,
      closed: muted,
      filtered: red,
      unsure: amber,
      'open-held': of('tl-green-pale'),
      'closed-held': of('tl-grey-pale'),
      'filtered-held': of('tl-red-pale'),
      'unsure-held': of('tl-amber-pale'),
      packets: accent,
      answered: green,
      refused: muted,
      unanswered: red,
      entered: of('tl-amber'),
      entry: of('tl-amber-pale'),
      refreshed: of('tl-amber'),
      expired: muted,
      hits: of('tl-blue-pale'),
      hit: accent,
      line: of('text'),
      alarm: red,
      run: muted,
      message: of('tl-blue'),
      undelivered: red,
    },
  };
}
