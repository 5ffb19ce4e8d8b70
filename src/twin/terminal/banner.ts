import type { Twin } from '../twin.ts';

const art = `


  MMM      MMM       KKK                          TTTTTTTTTTT      KKK
  MMMM    MMMM       KKK                          TTTTTTTTTTT      KKK
  MMM MMMM MMM  III  KKK  KKK  RRRRRR     OOOOOO      TTT     III  KKK  KKK
  MMM  MM  MMM  III  KKKKK     RRR  RRR  OOO  OOO     TTT     III  KKKKK
  MMM      MMM  III  KKK KKK   RRRRRR    OOO  OOO     TTT     III  KKK KKK
  MMM      MMM  III  KKK  KKK  RRR  RRR   OOOOOO      TTT     III  KKK  KKK
`;

const helpOf6 = `[?]             Gives the list of available commands
command [?]     Gives help on the command and list of arguments

[Tab]           Completes the command/word. If the input is ambiguous,
                a second [Tab] gives possible options

/               Move up to base level
..              Move up one level
/command        Use command at the base level
`;

/** What somebody sees who has just logged in (language-facts 7). */
export function banner(twin: Twin): string {
  const { major, text } = twin.version;
  const site = major === 6 ? 'http://www.mikrotik.com/' : 'https://www.mikrotik.com/';
  const line = `\n  MikroTik RouterOS ${text} (c) 1999-2024       ${site}\n\n`;
  return `${art}${line}${major === 6 ? helpOf6 : 'Press F1 for help\n\n'}${noteOf(twin)}`;
}

function noteOf(twin: Twin): string {
  const props = twin.menus.find(['system', 'note'])?.items[0]?.props;
  const note = props?.['note'] ?? '';
  return note === '' || props?.['show-at-login'] === 'no' ? '' : `${note}\n`;
}
