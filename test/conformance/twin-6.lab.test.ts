import { twinKeepsTheContract } from './contract.ts';

twinKeepsTheContract('6.49');
