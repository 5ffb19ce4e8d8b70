import type { Flag, FlagPlaces } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';

const disabled: Flag = { letter: 'X', name: 'disabled' };
const invalid: Flag = { letter: 'I', name: 'invalid' };
const dynamic: Flag = { letter: 'D', name: 'dynamic' };

// Where v6 has one place for all flags of a menu, v7 sets `D` apart (firewall-facts 1.5, 2.3, 7).

export const disabledDynamic = ({ major }: RosVersion): FlagPlaces =>
  major === 6 ? [[disabled, dynamic]] : [[disabled], [dynamic]];

export const disabledInvalidDynamic = ({ major }: RosVersion): FlagPlaces =>
  major === 6 ? [[disabled, invalid, dynamic]] : [[disabled, invalid], [dynamic]];
