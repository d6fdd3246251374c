/** Prints the counts in a form that no test runner owns, alone on the last line. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests
    // a suite that could not even be loaded has no tests to count, and must not look green
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    this.line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`
    process.once('exit', () => process.stdout.write(`\n${this.line}\n`))
  }
}
