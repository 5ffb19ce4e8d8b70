import type { Argument, Block, Bracket, Code, Expression, Group, Statement, TextBlock, Word } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import type { Pile } from './pile.ts';

/** The parts of the grammar that contain each other, so that each can live in its own file. */
export interface Parsing {
  readonly cursor: Cursor;
  readonly words: Pile<Word>;
  readonly args: Pile<Argument>;
  /** An expression; `inWhere` decides what bare words mean. */
  expression(inWhere: boolean): Expression;
  /** `{ statements }` */
  block(): Block;
  statement(): Statement;
  bracket(): Bracket;
  group(inWhere: boolean): Group;
  array(): Expression;
  code(): Code;
  textBlock(): TextBlock;
}
