export * from './all';
export * from './client';
export type * from './contract.gen';
export type * from './desk';
export { operations } from './contract.gen';
export * from './error';
export * from './files';
export * from './once';
export * from './query';
