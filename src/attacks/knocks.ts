import { type Attack, type AttackResult, type GuardedSystem, givesWay, holds, type Scene } from './attack.ts';

const holding = 'nothing opens to the attacker';

/** Attacks by somebody who has heard something of the knock need one that can be heard: a sequence. */
function needsSequence({ sequence = [] }: GuardedSystem): string | undefined {
  return sequence.length < 2 ? 'the knock is no sequence that could be known in part' : undefined;
}

/** Knocks from the attacker, each of the sequences in turn, and what is open to him then. */
async function knockAll(scene: Scene, sequences: readonly (readonly string[])[], what: string): Promise<AttackResult> {
  const { system, context } = scene;
  for (const sequence of sequences) {
    await system.attacker.knock(system.target ?? context.router, sequence, scene.quick);
    const opened = await scene.openTo(system.attacker);
    if (opened.length > 0) return givesWay(`${sequence.join(' ')} (${what}) opened ${opened.join(', ')}`);
  }
  return holds(`${sequences.length === 1 ? what : `${sequences.length} times ${what}`}: nothing opened`);
}

const wrongOrder: Attack = {
  id: 'wrong-order',
  family: 'knock',
  title: 'the right ports in the wrong order',
  tries: 'to get in with the ports alone',
  how: 'the sequence backwards',
  holding,
  notApplicable: needsSequence,
  run: (scene) => knockAll(scene, [(scene.system.sequence ?? []).toReversed()], 'the sequence backwards'),
};

const everyOrder: Attack = {
  id: 'every-order',
  family: 'knock',
  title: 'the right ports in every order, one after the other',
  tries: 'to find the order by trying: what stays of one try helps the next',
  how: 'every wrong order of the sequence without a pause',
  holding,
  notApplicable: needsSequence,
  run: (scene) => {
    const { sequence = [] } = scene.system;
    const wrong = permutations(sequence).filter((order) => order.join() !== sequence.join());
    return knockAll(scene, wrong.slice(0, 23), 'a wrong order');
  },
};

function permutations(items: readonly string[]): string[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

const partial: Attack = {
  id: 'partial-knock',
  family: 'knock',
  title: 'a part of the sequence',
  tries: 'to get in without one of the knocks',
  how: 'the sequence without its last knock, and without its first',
  holding,
  notApplicable: needsSequence,
  run: async (scene) => {
    const { sequence = [] } = scene.system;
    const result = await knockAll(scene, [sequence.slice(0, -1)], 'all but the last');
    if (result.outcome !== 'holds') return result;
    await scene.forget();
    return knockAll(scene, [sequence.slice(1)], 'all but the last, and all but the first');
  },
};

const slow: Attack = {
  id: 'slow-knock',
  family: 'knock',
  title: 'the right sequence, too slow',
  tries: 'to get in with a stage that should be forgotten',
  how: 'the sequence with a pause between its knocks of one second more than a stage is remembered',
  holding,
  notApplicable: (system) =>
    needsSequence(system) ?? (system.stageTimeout === undefined ? 'its stages are not forgotten by time' : undefined),
  run: async (scene) => {
    const { system, context } = scene;
    const { sequence = [], stageTimeout = '0s' } = system;
    for (const [index, knock] of sequence.entries()) {
      if (index > 0) {
        await context.clock.advance(stageTimeout);
        await context.clock.advance('1s');
      }
      await system.attacker.knock(system.target ?? context.router, [knock], scene.quick);
    }
    const opened = await scene.openTo(system.attacker);
    if (opened.length > 0)
      return givesWay(`with ${stageTimeout} and a second between the knocks ${opened.join(', ')} opened`);
    return holds(`with ${stageTimeout} and a second between the knocks nothing opened`);
  },
};

const repeated: Attack = {
  id: 'repeated-knock',
  family: 'knock',
  title: 'one knock again and again',
  tries: 'to climb a ladder that counts knocks instead of looking at them',
  how: 'each knock of the sequence eight times by itself',
  holding,
  notApplicable: needsSequence,
  run: async (scene) => {
    for (const knock of scene.system.sequence ?? []) {
      const result = await knockAll(scene, [Array<string>(8).fill(knock)], `${knock} eight times`);
      if (result.outcome !== 'holds') return result;
      await scene.forget();
    }
    return holds('eight times the same knock, each of them: nothing opened');
  },
};

const doubled: Attack = {
  id: 'doubled-knock',
  family: 'knock',
  title: 'a network that delivers each knock twice',
  tries: 'nothing: retransmissions happen, and must not lock the administrator out',
  how: 'the administrator’s sequence with each knock doubled',
  holding: 'the administrator gets in all the same',
  notApplicable: needsSequence,
  run: async (scene) => {
    const { system, context } = scene;
    const twice = (system.sequence ?? []).flatMap((knock) => [knock, knock]);
    await system.administrator.knock(system.target ?? context.router, twice, scene.quick);
    const opened = await scene.openTo(system.administrator);
    if (opened.length === 0) return givesWay('the administrator is not let in when each of his knocks arrives twice');
    return holds(`${opened.join(', ')} open to the administrator`);
  },
};

const interleaved: Attack = {
  id: 'interleaved-knock',
  family: 'knock',
  title: 'two knockers at once',
  tries: 'to get in by somebody else’s knocks',
  how: 'attacker and bystander take turns with the knocks of one sequence; then the administrator knocks while the bystander does',
  holding: 'neither of the two gets in, and the administrator does',
  notApplicable: (system) =>
    needsSequence(system) ?? (system.bystander === undefined ? 'nobody else lives beside the attacker' : undefined),
  run: async (scene) => {
    const { system, context } = scene;
    const { sequence = [], attacker, administrator } = system;
    const bystander = system.bystander ?? attacker;
    const target = system.target ?? context.router;
    for (const [index, knock] of sequence.entries())
      await (index % 2 === 0 ? attacker : bystander).knock(target, [knock], scene.quick);
    for (const host of [attacker, bystander]) {
      const opened = await scene.openTo(host);
      if (opened.length > 0) return givesWay(`${opened.join(', ')} open to ${host.name}, who sent every other knock`);
    }
    await scene.forget();
    const noise = sequence.toReversed();
    await Promise.all([
      administrator.knock(target, sequence, scene.quick),
      bystander.knock(target, noise, scene.quick),
    ]);
    if ((await scene.openTo(administrator)).length === 0)
      return givesWay('a second knocker keeps the administrator out');
    return holds('half a sequence each opens nothing; the administrator gets in beside another knocker');
  },
};

export const knocks: readonly Attack[] = [wrongOrder, everyOrder, partial, slow, repeated, doubled, interleaved];
