import { type Attack, givesWay, holds } from './attack.ts';
import { forgedKnocks, scannedPorts, syns } from './ports.ts';

const openingForAnother: Attack = {
  id: 'opening-for-another',
  family: 'spoofing',
  title: 'a knock in somebody else’s name',
  tries: 'to let an address in that has not knocked: a confederate, or a server that is to be attacked from inside',
  how: 'the sequence in packets that claim to come from the bystander',
  holding: 'nothing opens to the bystander',
  inherent: {
    reason:
      'Nothing in a SYN, a datagram or an echo request proves where it came from; who knows the sequence can open for anybody.',
    unlessOneTime: true,
  },
  notApplicable: (system) => {
    if (system.bystander === undefined) return 'nobody else lives beside the attacker';
    return forgedKnocks(system, '') === undefined ? 'the knock is not made of packets that could be forged' : undefined;
  },
  run: async ({ system, context, openTo }) => {
    const { attacker, bystander = attacker } = system;
    const packets = forgedKnocks(system, bystander.address ?? '') ?? [];
    for (const packet of packets) await attacker.forge(system.target ?? context.router, [packet]);
    const opened = await openTo(bystander);
    const text = `${packets.length} packets as if from ${bystander.address}`;
    return opened.length > 0 ? givesWay(`${text} opened ${opened.join(', ')} to it`) : holds(`${text} opened nothing`);
  },
};

const banningTheAdministrator: Attack = {
  id: 'banning-the-administrator',
  family: 'spoofing',
  title: 'the administrator shut out by forged packets',
  tries: 'to turn the trap against its owner',
  how: 'a SYN to the trap and a scan of the common ports that claim to come from the administrator',
  holding: 'the administrator’s knock opens afterwards, as it did before',
  run: async ({ system, context, openFor, openTo }) => {
    const { attacker, administrator, trap } = system;
    const ports = trap === undefined ? scannedPorts(system) : [trap, ...scannedPorts(system)];
    await attacker.forge(system.target ?? context.router, syns(administrator.address ?? '', ports));
    await openFor(administrator);
    const opened = await openTo(administrator);
    const text = `after ${ports.length} packets as if from ${administrator.address}`;
    return opened.length > 0
      ? holds(`${text} his knock opens ${opened.join(', ')}`)
      : givesWay(`${text} his knock opens nothing`);
  },
};

export const spoofing: readonly Attack[] = [openingForAnother, banningTheAdministrator];
