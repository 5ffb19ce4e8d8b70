import { twinKeepsTheContract } from './contract.ts';

twinKeepsTheContract('7');
