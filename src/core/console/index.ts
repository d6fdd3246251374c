/** The console's pages as data: what modules of `operator/console` make, and `views/console` draws. */
export * from './chart.ts'
export * from './form.ts'
export * from './page.ts'
export * from './screen.ts'
export * from './words.ts'
