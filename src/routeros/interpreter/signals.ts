import type { Value } from '../value.ts';

/** Ways out of a body other than its end. They are thrown, but are no errors: `on-error` does not see them. */
export class ReturnSignal {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

export class BreakSignal {}
export class ContinueSignal {}
/** `:exit` */
export class ExitSignal {}
