export * from './client';
export type * from './contract.gen';
export { operations } from './contract.gen';
export * from './error';
export * from './query';
