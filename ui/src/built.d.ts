/** Versions of what is built in, by the name of crate or package: `vite.config.ts` reads them from the lists the build is made by. */
declare const builtWith: Readonly<Record<string, string | undefined>>;
