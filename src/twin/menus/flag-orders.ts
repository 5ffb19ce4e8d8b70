import type { Flag, FlagPlaces } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';

const disabled: Flag = { letter: 'X', name: 'disabled' };
const invalid: Flag = { letter: 'I', name: 'invalid' };
const dynamic: Flag = { letter: 'D', name: 'dynamic' };
const active: Flag = { letter: 'A', name: 'active' };
const origins = (connect: string, fixed: string): readonly Flag[] => [
  { letter: connect, name: 'connect' },
  { letter: fixed, name: 'static' },
];

// Where v6 has one place for all flags of a menu, v7 sets `D` apart (firewall-facts 1.5, 2.3, 7).

export const disabledDynamic = ({ major }: RosVersion): FlagPlaces =>
  major === 6 ? [[disabled, dynamic]] : [[disabled], [dynamic]];

export const disabledInvalidDynamic = ({ major }: RosVersion): FlagPlaces =>
  major === 6 ? [[disabled, invalid, dynamic]] : [[disabled, invalid], [dynamic]];

/** v6: ` 0 ADC`, v7: ` 0 DAc`. */
export const routeFlags = ({ major }: RosVersion): FlagPlaces =>
  major === 6 ? [[disabled, active], [dynamic], origins('C', 'S')] : [[dynamic], [disabled, active], origins('c', 's')];
