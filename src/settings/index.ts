/**
 * Settings: what one process reads at start: schema, loading, errors with file and line. Clients, organisations and the
 * rest are objects in the database, not settings. Invariant: a wrong or unknown key never starts a process.
 */

export { type SettingLeaf, settingLeaves } from './describe.ts'
export {
  loadSettings,
  type SecretFile,
  type SettingsError,
  secretFilesOf,
  settingsErrorText,
  settingsFiles,
} from './load.ts'
export { describeIssue, type LocatedProblem, pathText, problemText } from './problems.ts'
export { type Environment, isReference, resolveReference } from './references.ts'
export * from './schema.ts'
export { readYamlFile, writeYaml, type YamlDocument } from './yaml.ts'
