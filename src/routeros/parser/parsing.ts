import type { Block, Bracket, Code, Expression, Group, Statement, TextBlock, Variable } from '../ast.ts';
import type { Cursor } from './cursor.ts';

/** The parts of the grammar that contain each other, so that each can live in its own file. */
export interface Parsing {
  readonly cursor: Cursor;
  /** An expression; `inWhere` decides what bare words mean. */
  expression(inWhere: boolean): Expression;
  /** `{ statements }` */
  block(): Block;
  statement(): Statement;
  bracket(): Bracket;
  group(inWhere: boolean): Group;
  variable(): Variable;
  string(): Expression;
  array(): Expression;
  code(): Code;
  textBlock(): TextBlock;
}
